package org.wardkey.provider.secret;

import java.security.Key;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Encodings of plain keys, as arrays that may be wiped. The JDK's keys give a copy of theirs; private keys of others may give
 * the array that they keep, and wiping that would be the end of the key. Secret keys have to give a copy: the JDK's ciphers
 * and codes wipe it too.
 */
public final class Encodings {
    private Encodings() {}

    /**
     * The encoding of a key.
     *
     * @param key any key
     * @return a copy that the caller wipes; null if the key has no encoding. What a key of another provider gave besides,
     *     if it was a copy, stays for the garbage collector
     */
    public static byte @Nullable [] of(Key key) {
        byte[] encoded = key.getEncoded();
        return encoded == null || key instanceof SecretKey || isOfThePlatform(key.getClass())
                ? encoded
                : encoded.clone();
    }

    private static boolean isOfThePlatform(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
    }
}

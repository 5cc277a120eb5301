package org.wardkey.provider.operation;

import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** A managed secret key: a handle, never the material. Thread-safe. */
public final class WardkeySecretKey extends WardkeyKey implements SecretKey {
    private static final long serialVersionUID = 1;

    private final transient int sizeBits;
    private final transient boolean derived;

    /**
     * Names a secret key in a token.
     *
     * @param id the key's name for life
     * @param home the canonical path of the home
     * @param token the token that holds it
     * @param algorithm the JCA's name, such as {@code AES} or {@code HmacSHA256}
     * @param type the key's type
     * @param sizeBits the key's size
     */
    public WardkeySecretKey(KeyId id, String home, String token, String algorithm, KeyType type, int sizeBits) {
        super(id, home, token, algorithm, type, Optional.empty());
        this.sizeBits = sizeBits;
        this.derived = false;
    }

    private WardkeySecretKey(String algorithm, KeyType type, Refusal refusal, boolean derived) {
        super(new KeyId(new UUID(0, 0)), "", "", algorithm, type, Optional.of(refusal));
        this.sizeBits = 0;
        this.derived = derived;
    }

    /** @return the key's size in bits; 0 for a refused key, which has none */
    public int sizeBits() {
        return sizeBits;
    }

    /**
     * The key that a denied {@code KeyGenerator} returns: every use of it is refused. An exception
     * would make the JCA ask the next provider.
     *
     * @param algorithm the JCA's name of the key's algorithm
     * @param type the key's type
     * @param refusal why
     * @return a key that nobody can use
     */
    public static WardkeySecretKey refused(String algorithm, KeyType type, Refusal refusal) {
        return new WardkeySecretKey(algorithm, type, refusal, false);
    }

    /**
     * The key that a denied derivation from a password returns. Whoever checks passwords compares the encodings of such
     * keys, and two that are null would be taken for the same password: it throws instead.
     *
     * @param algorithm the JCA's name of the key's algorithm
     * @param refusal why
     * @return a key that nobody can use, of type HMAC
     */
    public static WardkeySecretKey refusedDerivation(String algorithm, Refusal refusal) {
        return new WardkeySecretKey(algorithm, KeyType.HMAC, refusal, true);
    }

    /**
     * Nothing, as of every managed key.
     *
     * @return null
     * @throws PolicyDeniedException if it is what a denied derivation from a password returned
     */
    @Override
    public byte @Nullable [] getEncoded() {
        if (derived) {
            refusal().ifPresent(why -> {
                throw new PolicyDeniedException(why);
            });
        }
        return null;
    }

    @Override
    public void destroy() {
        destroyHandle();
    }

    @Override
    public boolean isDestroyed() {
        return handleDestroyed();
    }
}

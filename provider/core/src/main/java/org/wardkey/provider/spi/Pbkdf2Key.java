package org.wardkey.provider.spi;

import java.security.KeyRep;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.interfaces.PBEKey;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.WardkeyKey;
import org.wardkey.provider.secret.Encodings;
import org.wardkey.provider.secret.SecretBytes;

/**
 * A key that was derived from a password, and that keeps what it was derived from, as the JDK's does: applications ask
 * for it, to derive longer keys or others from the same. Equal to every other {@code SecretKey} of the same bytes and
 * algorithm. Thread-safe.
 */
final class Pbkdf2Key implements PBEKey {
    private static final long serialVersionUID = 1;

    private final transient String algorithm;
    private final transient SecretBytes key;
    private final transient char[] password;
    private final transient byte[] salt;
    private final transient int iterations;
    private transient volatile boolean destroyed;

    /**
     * @param key the derived key; owned
     * @param password copied
     * @param salt owned
     */
    Pbkdf2Key(String algorithm, SecretBytes key, char[] password, byte[] salt, int iterations) {
        this.algorithm = algorithm;
        this.key = key;
        this.password = password.clone();
        this.salt = salt;
        this.iterations = iterations;
    }

    private void requireThere() {
        if (destroyed) {
            throw new IllegalStateException("The key was destroyed.");
        }
    }

    @Override
    public char[] getPassword() {
        synchronized (password) {
            requireThere();
            return password.clone();
        }
    }

    @Override
    public byte[] getSalt() {
        return salt.clone();
    }

    @Override
    public int getIterationCount() {
        return iterations;
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    @Override
    public byte[] getEncoded() {
        requireThere();
        return key.copy();
    }

    /** What it was derived from, with the key's length in bits. */
    PBEKeySpec specification() {
        char[] from = getPassword();
        byte[] encoded = getEncoded();
        try {
            return new PBEKeySpec(from, salt, iterations, encoded.length * Byte.SIZE);
        } finally {
            Arrays.fill(from, '\0');
            Arrays.fill(encoded, (byte) 0);
        }
    }

    @Override
    public void destroy() {
        synchronized (password) {
            destroyed = true;
            key.close();
            Arrays.fill(password, '\0');
        }
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    /** Compares in a time that depends on the length alone. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof SecretKey that)
                || other instanceof WardkeyKey
                || destroyed
                || !algorithm.equalsIgnoreCase(that.getAlgorithm())) {
            return false;
        }
        byte[] theirs = Encodings.of(that);
        byte[] ours = getEncoded();
        boolean equal = MessageDigest.isEqual(ours, theirs);
        Arrays.fill(ours, (byte) 0);
        if (theirs != null) {
            Arrays.fill(theirs, (byte) 0);
        }
        return equal;
    }

    /** That of a {@code SecretKeySpec} of the same bytes. */
    @Override
    public int hashCode() {
        if (destroyed) {
            return 0;
        }
        byte[] encoded = getEncoded();
        try {
            return new SecretKeySpec(encoded, algorithm).hashCode();
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /** The password stays. */
    private Object writeReplace() {
        return new KeyRep(KeyRep.Type.SECRET, algorithm, getFormat(), getEncoded());
    }
}

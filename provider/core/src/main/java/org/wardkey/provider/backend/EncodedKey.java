package org.wardkey.provider.backend;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.security.Key;
import java.security.KeyRep;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import org.wardkey.provider.operation.KeyType;

/**
 * A plain key that is its encoding. Its algorithm is the name of the parameter set, since a key has no other way to say it
 * before JDK 22. Thread-safe.
 */
abstract class EncodedKey implements Key {
    private static final long serialVersionUID = 1;

    final transient KeyType type;
    final transient byte[] encoded;

    private EncodedKey(KeyType type, byte[] encoded) {
        this.type = type;
        this.encoded = encoded;
    }

    @Override
    public String getAlgorithm() {
        return type.curve();
    }

    @Override
    public byte[] getEncoded() {
        return encoded.clone();
    }

    abstract KeyRep.Type kind();

    Object writeReplace() throws ObjectStreamException {
        return new KeyRep(kind(), getAlgorithm(), getFormat(), getEncoded());
    }

    @SuppressWarnings("UnusedVariable") // the signature is serialization's
    private void readObject(ObjectInputStream input) throws InvalidObjectException {
        throw new InvalidObjectException("Expected a KeyRep.");
    }

    @SuppressWarnings("UnusedMethod") // serialization calls it for a stream that leaves this class out
    private void readObjectNoData() throws ObjectStreamException {
        throw new InvalidObjectException("Expected a KeyRep.");
    }

    /** A public key. */
    static final class Public extends EncodedKey implements PublicKey {
        private static final long serialVersionUID = 1;

        /** @param subjectPublicKeyInfo DER of a right form; kept */
        Public(KeyType type, byte[] subjectPublicKeyInfo) {
            super(type, subjectPublicKeyInfo);
        }

        @Override
        public String getFormat() {
            return "X.509";
        }

        @Override
        KeyRep.Type kind() {
            return KeyRep.Type.PUBLIC;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PublicKey key && Arrays.equals(encoded, key.getEncoded());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(encoded);
        }

        @Override
        public String toString() {
            return "Public key of " + type.curve();
        }
    }

    /** A private key; destroying it zeroes it. */
    static final class Private extends EncodedKey implements PrivateKey {
        private static final long serialVersionUID = 1;

        private transient boolean destroyed;

        /** @param pkcs8 DER of a right form; kept */
        Private(KeyType type, byte[] pkcs8) {
            super(type, pkcs8);
        }

        @Override
        public String getFormat() {
            return "PKCS#8";
        }

        @Override
        KeyRep.Type kind() {
            return KeyRep.Type.PRIVATE;
        }

        @Override
        public synchronized byte[] getEncoded() {
            if (destroyed) {
                throw new IllegalStateException("The key was destroyed.");
            }
            return super.getEncoded();
        }

        @Override
        public synchronized void destroy() {
            destroyed = true;
            Arrays.fill(encoded, (byte) 0);
        }

        @Override
        public synchronized boolean isDestroyed() {
            return destroyed;
        }

        @Override
        public boolean equals(Object other) {
            if (other == this || !(other instanceof Private key) || isDestroyed()) {
                return other == this;
            }
            byte[] own = getEncoded();
            try {
                return key.holds(own);
            } finally {
                Arrays.fill(own, (byte) 0);
            }
        }

        private synchronized boolean holds(byte[] other) {
            return !destroyed && MessageDigest.isEqual(encoded, other);
        }

        /** Of the type alone: a number that depends on the secret tells of it. */
        @Override
        public int hashCode() {
            return type.name().hashCode();
        }

        @Override
        public String toString() {
            return "Private key of " + type.curve();
        }
    }
}

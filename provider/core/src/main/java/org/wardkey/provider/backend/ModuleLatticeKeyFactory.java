package org.wardkey.provider.backend;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.KeyRep;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Set;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.secret.Encodings;

/**
 * Plain keys of ML-KEM and ML-DSA for JDKs before 24, which have no classes for them: encodings, whose form was checked.
 * Their algorithm is the name of the parameter set, since a key has no other way to say it there. Thread-safe.
 *
 * <p>Source: RFC 9935 §4, §6 (ML-KEM), RFC 9881 §4, §6 (ML-DSA).
 */
final class ModuleLatticeKeyFactory extends KeyFactorySpi {
    private final Set<KeyType> types;

    private ModuleLatticeKeyFactory(Set<KeyType> types) {
        this.types = types;
    }

    /** A factory as the JCA has it; whose provider it says it is, its keys do not show. */
    static KeyFactory of(String algorithm, Set<KeyType> types, Provider provider) {
        return new Factory(new ModuleLatticeKeyFactory(types), provider, algorithm);
    }

    private static final class Factory extends KeyFactory {
        Factory(KeyFactorySpi spi, Provider provider, String algorithm) {
            super(spi, provider, algorithm);
        }
    }

    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
        if (spec instanceof X509EncodedKeySpec x509) {
            byte[] encoded = x509.getEncoded();
            return new Public(ModuleLatticeKeys.requirePublicAmong(encoded, types), encoded);
        }
        throw new InvalidKeySpecException(
                "Expected an X509EncodedKeySpec, got " + spec.getClass().getName() + ".");
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
        if (spec instanceof PKCS8EncodedKeySpec pkcs8) {
            byte[] encoded = pkcs8.getEncoded();
            try {
                KeyType type = ModuleLatticeKeys.requireAmong(encoded, types);
                ModuleLatticeKeys.requireForm(type, encoded);
                return new Private(type, encoded.clone());
            } finally {
                Arrays.fill(encoded, (byte) 0);
            }
        }
        throw new InvalidKeySpecException(
                "Expected a PKCS8EncodedKeySpec, got " + spec.getClass().getName() + ".");
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> spec) throws InvalidKeySpecException {
        byte[] encoded = Encodings.of(key);
        if (encoded != null && key instanceof PublicKey && spec.isAssignableFrom(X509EncodedKeySpec.class)) {
            return spec.cast(new X509EncodedKeySpec(encoded));
        }
        if (encoded != null && key instanceof PrivateKey && spec.isAssignableFrom(PKCS8EncodedKeySpec.class)) {
            try {
                return spec.cast(new PKCS8EncodedKeySpec(encoded));
            } finally {
                Arrays.fill(encoded, (byte) 0);
            }
        }
        throw new InvalidKeySpecException("Expected X509EncodedKeySpec for a public key or PKCS8EncodedKeySpec for a"
                + " private one, got " + spec.getName() + ".");
    }

    @Override
    protected Key engineTranslateKey(Key key) throws InvalidKeyException {
        byte[] encoded = Encodings.of(key);
        if (encoded == null) {
            throw new InvalidKeyException("Expected a key with an encoding.");
        }
        try {
            return key instanceof PublicKey
                    ? engineGeneratePublic(new X509EncodedKeySpec(encoded))
                    : engineGeneratePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (InvalidKeySpecException e) {
            throw new InvalidKeyException(e.getMessage(), e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /** A public key. */
    private static final class Public implements PublicKey {
        private static final long serialVersionUID = 1;

        private final transient KeyType type;
        private final transient byte[] encoded;

        Public(KeyType type, byte[] encoded) {
            this.type = type;
            this.encoded = encoded;
        }

        @Override
        public String getAlgorithm() {
            return type.curve();
        }

        @Override
        public String getFormat() {
            return "X.509";
        }

        @Override
        public byte[] getEncoded() {
            return encoded.clone();
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

        private Object writeReplace() throws ObjectStreamException {
            return new KeyRep(KeyRep.Type.PUBLIC, getAlgorithm(), getFormat(), encoded);
        }

        @SuppressWarnings("UnusedVariable") // the signature is serialization's
        private void readObject(ObjectInputStream input) throws InvalidObjectException {
            throw new InvalidObjectException("Expected a KeyRep.");
        }
    }

    /** A private key; destroying it zeroes it. */
    private static final class Private implements PrivateKey {
        private static final long serialVersionUID = 1;

        private final transient KeyType type;
        private final transient byte[] encoded;
        private transient boolean destroyed;

        Private(KeyType type, byte[] encoded) {
            this.type = type;
            this.encoded = encoded;
        }

        @Override
        public String getAlgorithm() {
            return type.curve();
        }

        @Override
        public String getFormat() {
            return "PKCS#8";
        }

        @Override
        public synchronized byte[] getEncoded() {
            if (destroyed) {
                throw new IllegalStateException("The key was destroyed.");
            }
            return encoded.clone();
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

        private Object writeReplace() throws ObjectStreamException {
            return new KeyRep(KeyRep.Type.PRIVATE, getAlgorithm(), getFormat(), getEncoded());
        }

        @SuppressWarnings("UnusedVariable") // the signature is serialization's
        private void readObject(ObjectInputStream input) throws InvalidObjectException {
            throw new InvalidObjectException("Expected a KeyRep.");
        }
    }
}

package org.wardkey.provider.backend;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
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
 * Plain keys of ML-KEM, ML-DSA and SLH-DSA for JDKs that have no classes for them: encodings, whose form was checked.
 * Thread-safe.
 *
 * <p>Source: RFC 9935 §4, §6 (ML-KEM), RFC 9881 §4, §6 (ML-DSA), RFC 9909 §4, §6 (SLH-DSA).
 */
final class PostQuantumKeyFactory extends KeyFactorySpi {
    private final Set<KeyType> types;

    private PostQuantumKeyFactory(Set<KeyType> types) {
        this.types = types;
    }

    /** A factory as the JCA has it; whose provider it says it is, its keys do not show. */
    static KeyFactory of(String algorithm, Set<KeyType> types, Provider provider) {
        return new Factory(new PostQuantumKeyFactory(types), provider, algorithm);
    }

    private static final class Factory extends KeyFactory {
        Factory(KeyFactorySpi spi, Provider provider, String algorithm) {
            super(spi, provider, algorithm);
        }
    }

    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
        if (spec instanceof X509EncodedKeySpec x509) {
            byte[] encoded = PostQuantumKeys.withoutNull(x509.getEncoded(), types);
            return new EncodedKey.Public(PostQuantumKeys.requirePublicAmong(encoded, types), encoded);
        }
        throw new InvalidKeySpecException(
                "Expected an X509EncodedKeySpec, got " + spec.getClass().getName() + ".");
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
        if (spec instanceof PKCS8EncodedKeySpec pkcs8) {
            byte[] encoded = pkcs8.getEncoded();
            try {
                KeyType type = PostQuantumKeys.requireAmong(encoded, types);
                PostQuantumKeys.requireForm(type, encoded);
                return new EncodedKey.Private(type, encoded.clone());
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
}

package org.wardkey.provider.spi;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.wardkey.provider.backend.PostQuantumKeys;
import org.wardkey.provider.gate.JdkFactories;
import org.wardkey.provider.operation.KeyType;

/** Makes a plain key of unwrapped bytes. */
final class UnwrappedKeys {
    private UnwrappedKeys() {}

    /** A key of ML-KEM, ML-DSA or SLH-DSA comes in any of its forms. */
    private static Key privateKey(SpiContext context, byte[] pkcs8, String algorithm) throws GeneralSecurityException {
        Set<KeyType> sets = PostQuantumKeys.named(algorithm);
        KeyFactory factory = JdkFactories.keyFactory(algorithm);
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        return sets.isEmpty()
                ? factory.generatePrivate(spec)
                : new RoutingKeyFactorySpi(context, factory, sets).engineGeneratePrivate(spec);
    }

    /** Makes the key and wipes the bytes. */
    static Key of(SpiContext context, byte[] encoded, String algorithm, int type)
            throws InvalidKeyException, NoSuchAlgorithmException {
        try {
            return switch (type) {
                case Cipher.SECRET_KEY -> new SecretKeySpec(encoded, algorithm);
                case Cipher.PRIVATE_KEY -> privateKey(context, encoded, algorithm);
                case Cipher.PUBLIC_KEY ->
                    JdkFactories.keyFactory(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
                default ->
                    throw new InvalidKeyException("Expected a secret, private or public key, got type " + type + ".");
            };
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new InvalidKeyException("The unwrapped bytes are not a key for the algorithm asked for.", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }
}

package org.wardkey.provider.spi;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.wardkey.provider.gate.JdkFactories;

/** Makes a plain key of unwrapped bytes. */
final class UnwrappedKeys {
    private UnwrappedKeys() {}

    /** Makes the key and wipes the bytes. */
    static Key of(SpiContext context, byte[] encoded, String algorithm, int type)
            throws InvalidKeyException, NoSuchAlgorithmException {
        try {
            return switch (type) {
                case Cipher.SECRET_KEY -> new SecretKeySpec(encoded, algorithm);
                case Cipher.PRIVATE_KEY ->
                    JdkFactories.keyFactory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
                case Cipher.PUBLIC_KEY ->
                    JdkFactories.keyFactory(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
                default ->
                    throw new InvalidKeyException("Expected a secret, private or public key, got type " + type + ".");
            };
        } catch (InvalidKeySpecException | IllegalArgumentException e) {
            throw new InvalidKeyException("The unwrapped bytes are not a key for the algorithm asked for.", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }
}

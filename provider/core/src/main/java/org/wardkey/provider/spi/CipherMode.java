package org.wardkey.provider.spi;

import java.security.InvalidKeyException;
import java.security.Key;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.WardkeyKey;

/** What all ciphers share: modes as purposes, and which AES keys are ours. */
final class CipherMode {
    private CipherMode() {}

    static Purpose purpose(int mode) {
        return switch (mode) {
            case Cipher.ENCRYPT_MODE -> Purpose.ENCRYPT;
            case Cipher.DECRYPT_MODE -> Purpose.DECRYPT;
            case Cipher.WRAP_MODE -> Purpose.WRAP;
            case Cipher.UNWRAP_MODE -> Purpose.UNWRAP;
            default ->
                throw new java.security.InvalidParameterException("Expected a mode of Cipher, got " + mode + ".");
        };
    }

    /** Takes a managed AES key, or a plain one of 16, 24 or 32 bytes. */
    static SecretKey requireAes(@Nullable Key key, int fixedBits) throws InvalidKeyException {
        if (!(key instanceof SecretKey secret)) {
            throw new InvalidKeyException("Expected a secret key for AES.");
        }
        if (key instanceof WardkeyKey managed) {
            if (managed.type() != KeyType.AES) {
                throw new InvalidKeyException("Expected an AES key, got one for " + managed.getAlgorithm() + ".");
            }
            return secret;
        }
        byte[] encoded = secret.getEncoded();
        if (encoded == null) {
            throw new InvalidKeyException("Expected an AES key with an encoding, or one of a Wardkey token.");
        }
        int bits = encoded.length * 8;
        java.util.Arrays.fill(encoded, (byte) 0);
        boolean known = bits == 128 || bits == 192 || bits == 256;
        if (!known || (fixedBits != 0 && bits != fixedBits)) {
            throw new InvalidKeyException("Expected an AES key of " + (fixedBits == 0 ? "128, 192 or 256" : fixedBits)
                    + " bits, got " + bits + ".");
        }
        return secret;
    }
}

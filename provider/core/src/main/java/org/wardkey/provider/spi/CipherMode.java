package org.wardkey.provider.spi;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.WardkeyKey;
import org.wardkey.provider.operation.WardkeySecretKey;
import org.wardkey.provider.secret.Encodings;

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

    /** Takes a managed AES key or a plain one; of 128, 192 or 256 bits, or of the row's own size. */
    static SecretKey requireAes(@Nullable Key key, int fixedBits) throws InvalidKeyException {
        if (!(key instanceof SecretKey secret)) {
            throw new InvalidKeyException("Expected a secret key for AES.");
        }
        if (key instanceof WardkeyKey managed && managed.type() != KeyType.AES) {
            throw new InvalidKeyException("Expected an AES key, got one for " + managed.getAlgorithm() + ".");
        }
        if (key instanceof WardkeyKey managed && managed.refusal().isPresent()) {
            // It has no size; that it is refused is said when it is used.
            return secret;
        }
        int bits = sizeBits(secret);
        boolean known = bits == 128 || bits == 192 || bits == 256;
        if (!known || (fixedBits != 0 && bits != fixedBits)) {
            throw new InvalidKeyException("Expected an AES key of " + (fixedBits == 0 ? "128, 192 or 256" : fixedBits)
                    + " bits, got " + bits + ".");
        }
        return secret;
    }

    /** Takes a managed key of a type or a plain one of its size, whatever that calls itself. */
    static SecretKey requireSecret(@Nullable Key key, KeyType type, int... sizesBits) throws InvalidKeyException {
        if (!(key instanceof SecretKey secret)) {
            throw new InvalidKeyException("Expected a secret key for " + type.algorithm() + ".");
        }
        if (key instanceof WardkeyKey managed) {
            if (managed.type() != type) {
                throw new InvalidKeyException(
                        "Expected a key for " + type.algorithm() + ", got one for " + managed.getAlgorithm() + ".");
            }
            // Its size was checked when it was made; a refused one has none, and is refused when it is used.
            return secret;
        }
        int bits = sizeBits(secret);
        if (Arrays.stream(sizesBits).noneMatch(size -> size == bits)) {
            throw new InvalidKeyException("Expected a key for " + type.algorithm() + " of "
                    + Arrays.stream(sizesBits).mapToObj(Integer::toString).collect(Collectors.joining(" or "))
                    + " bits, got " + bits + ".");
        }
        return secret;
    }

    /** Whether two keys are one: managed ones by what they name, plain ones by their bytes, in constant time. */
    static boolean isSame(SecretKey one, SecretKey other) {
        if (one instanceof WardkeyKey || other instanceof WardkeyKey) {
            return one.equals(other);
        }
        byte[] first = Encodings.of(one);
        byte[] second = Encodings.of(other);
        boolean same = first != null && second != null && MessageDigest.isEqual(first, second);
        wipe(first);
        wipe(second);
        return same;
    }

    private static void wipe(byte @Nullable [] bytes) {
        if (bytes != null) {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    static int sizeBits(SecretKey key) throws InvalidKeyException {
        if (key instanceof WardkeySecretKey managed) {
            return managed.sizeBits();
        }
        byte[] encoded = Encodings.of(key);
        if (encoded == null) {
            throw new InvalidKeyException("Expected an AES key with an encoding, or one of a Wardkey token.");
        }
        int bits = encoded.length * 8;
        Arrays.fill(encoded, (byte) 0);
        return bits;
    }
}

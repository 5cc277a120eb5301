package org.wardkey.provider.sealing;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.util.Arrays;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.MacOperation;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.secret.SecretBytes;

/**
 * HKDF with HMAC-SHA-256, for 32 bytes of output: one block.
 *
 * <p>Source: RFC 5869.
 */
final class Hkdf {
    private static final Mechanism HMAC_SHA_256 = Mechanism.of(Family.HMAC, Digest.SHA_256);

    private final KeyBackend engine;

    Hkdf(KeyBackend engine) {
        this.engine = engine;
    }

    SecretBytes derive(SecretBytes inputKeyingMaterial, byte[] salt, String info) {
        byte[] input = inputKeyingMaterial.copy();
        try (SecretBytes pseudorandomKey = SecretBytes.take(hmac(saltKey(salt), input))) {
            byte[] context = info.getBytes(StandardCharsets.UTF_8);
            byte[] block = Arrays.copyOf(context, context.length + 1);
            block[context.length] = 1;
            return SecretBytes.take(hmac(SecretBytes.take(pseudorandomKey.copy()), block));
        } finally {
            Arrays.fill(input, (byte) 0);
        }
    }

    /** Source: RFC 5869 §2.2: "if not provided, [salt] is set to a string of HashLen zeros". */
    private static SecretBytes saltKey(byte[] salt) {
        return salt.length == 0 ? SecretBytes.take(new byte[32]) : SecretBytes.copyOf(salt);
    }

    /** HMAC-SHA-256; closes the key. */
    byte[] hmac(SecretBytes key, byte[] message) {
        try (key;
                BackendKey opened = engine.adopt(KeyType.HMAC, "HmacSHA256", key);
                MacOperation mac = engine.openMac(opened, HMAC_SHA_256)) {
            mac.update(message, 0, message.length);
            return mac.finish();
        } catch (InvalidKeyException e) {
            throw new AssertionError("HMAC takes a key of any length.", e);
        }
    }
}

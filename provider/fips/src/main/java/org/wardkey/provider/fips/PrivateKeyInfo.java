package org.wardkey.provider.fips;

import java.util.Arrays;
import org.wardkey.provider.operation.KeyType;

/**
 * PKCS#8 as every engine reads it: the module writes an Ed25519 key with its public half (RFC 5958), which other engines do
 * not take.
 */
final class PrivateKeyInfo {
    private static final int ED25519_BYTES = 48;
    private static final int VERSION_OFFSET = 4;

    private PrivateKeyInfo() {}

    /**
     * Leaves the public half of an Ed25519 key out.
     *
     * @param type the key's type
     * @param encoded what the module wrote; zeroed if another array is returned
     * @return the caller's
     */
    static byte[] withoutPublicKey(KeyType type, byte[] encoded) {
        if (type != KeyType.ED25519 || encoded.length <= ED25519_BYTES) {
            return encoded;
        }
        // Source: RFC 8410 §7. 30 len 02 01 version 30 05 06 03 2b 65 70 04 22 04 20 and 32 bytes; then the optional
        // parts.
        byte[] shortened = Arrays.copyOf(encoded, ED25519_BYTES);
        shortened[1] = ED25519_BYTES - 2;
        shortened[VERSION_OFFSET] = 0;
        Arrays.fill(encoded, (byte) 0);
        return shortened;
    }
}

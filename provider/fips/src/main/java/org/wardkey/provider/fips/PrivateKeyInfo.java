package org.wardkey.provider.fips;

import java.util.Arrays;
import org.wardkey.provider.operation.KeyType;

/**
 * PKCS#8 as every engine reads it: the module writes an EdDSA key with its public half (RFC 5958), which other engines do
 * not take.
 */
final class PrivateKeyInfo {
    private static final int ED25519_BYTES = 48;
    private static final int ED448_BYTES = 73;
    private static final int VERSION_OFFSET = 4;

    private PrivateKeyInfo() {}

    /**
     * Leaves the public half of an EdDSA key out.
     *
     * @param type the key's type
     * @param encoded what the module wrote; zeroed if another array is returned
     * @return the caller's
     */
    static byte[] withoutPublicKey(KeyType type, byte[] encoded) {
        int size = switch (type) {
            case ED25519 -> ED25519_BYTES;
            case ED448 -> ED448_BYTES;
            default -> encoded.length;
        };
        if (encoded.length <= size) {
            return encoded;
        }
        // Source: RFC 8410 §7. 30 len 02 01 version 30 05 06 03 2b 65 70 04 22 04 20 and 32 bytes; then the optional
        // parts. Ed448 the same with 71, 3b, 39 and 57 bytes. The length is 81 len where it is over 127 with those
        // parts.
        int lengthBytes = (encoded[1] & 0x80) == 0 ? 1 : 1 + (encoded[1] & 0x7f);
        byte[] shortened = new byte[size];
        shortened[0] = encoded[0];
        shortened[1] = (byte) (size - 2);
        System.arraycopy(encoded, 1 + lengthBytes, shortened, 2, size - 2);
        shortened[VERSION_OFFSET] = 0;
        Arrays.fill(encoded, (byte) 0);
        return shortened;
    }
}

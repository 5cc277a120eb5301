package org.wardkey.tpm2.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.TpmWriter;

/** The key derivation functions of a TPM. Results are the caller's to wipe. */
public final class Kdf {
    private static final byte[] ZERO = {0};

    private Kdf() {}

    private interface Block {
        byte[] compute(byte[] counter);
    }

    /**
     * KDFa: SP 800-108 in counter mode with HMAC. Source: TPM 2.0 Part 1 §11.4.10.2.
     *
     * @param sizeBytes how many octets to make
     */
    public static byte[] kdfa(
            HashAlgorithm hash, byte[] key, String label, byte[] contextU, byte[] contextV, int sizeBytes) {
        byte[] name = label.getBytes(StandardCharsets.US_ASCII);
        byte[] bits = number(8 * sizeBytes);
        return blocks(sizeBytes, counter -> hash.hmac(key, counter, name, ZERO, contextU, contextV, bits));
    }

    /**
     * KDFe: the one-step function of SP 800-56A with a hash. Source: TPM 2.0 Part 1 §11.4.10.3.
     *
     * @param z the x coordinate of the shared point, at the curve's whole length
     * @param sizeBytes how many octets to make
     */
    public static byte[] kdfe(HashAlgorithm hash, byte[] z, String label, byte[] partyU, byte[] partyV, int sizeBytes) {
        byte[] name = label.getBytes(StandardCharsets.US_ASCII);
        return blocks(sizeBytes, counter -> hash.digest(counter, z, name, ZERO, partyU, partyV));
    }

    private static byte[] blocks(int sizeBytes, Block block) {
        byte[] made = new byte[sizeBytes];
        int length = 0;
        for (int i = 1; length < sizeBytes; i++) {
            byte[] next = block.compute(number(i));
            int taken = Math.min(next.length, sizeBytes - length);
            System.arraycopy(next, 0, made, length, taken);
            Arrays.fill(next, (byte) 0);
            length += taken;
        }
        return made;
    }

    private static byte[] number(int value) {
        try (TpmWriter out = new TpmWriter()) {
            return out.u32(value).toBytes();
        }
    }
}

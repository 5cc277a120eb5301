package org.wardkey.provider.operation;

import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.Mechanism.Family;

/**
 * Which cipher, and what it wants besides the key.
 *
 * @param mechanism the cipher
 * @param iv the initialisation vector, nonce, first counter block or tweak; empty for ECB; not kept by the caller, not
 *     written to
 * @param tagSizeBytes the length of the tag; 0 for a mode without authentication
 * @param padded whether the message is padded to whole blocks. Source: RFC 5652 §6.3
 * @param spec the same for an engine of the JCA, null for ECB; of a class of the JDK itself, so that it does not change
 */
public record CipherParameters(
        Mechanism mechanism,
        byte[] iv,
        int tagSizeBytes,
        boolean padded,
        @Nullable AlgorithmParameterSpec spec) {
    private static final int BLOCK_BYTES = 16;
    private static final int POLY1305_TAG_BYTES = 16;
    private static final Mechanism GCM = Mechanism.of(Family.AES_GCM);
    private static final Mechanism CCM = Mechanism.of(Family.AES_CCM);
    private static final Mechanism CHACHA20_POLY1305 = Mechanism.of(Family.CHACHA20_POLY1305);
    private static final byte[] NO_IV = {};

    /**
     * AES-GCM.
     *
     * @param iv the initialisation vector; not kept by the caller, not written to
     * @param tagSizeBytes the length of the tag, 12 to 16. Source: SP 800-38D §5.2.1.2
     * @return the parameters
     */
    public static CipherParameters gcm(byte[] iv, int tagSizeBytes) {
        return gcm(iv, new GCMParameterSpec(tagSizeBytes * Byte.SIZE, iv));
    }

    /**
     * AES-GCM.
     *
     * @param iv the initialisation vector; not kept by the caller, not written to
     * @param spec the same with the length of the tag; of that class itself, so that it does not change
     * @return the parameters
     */
    public static CipherParameters gcm(byte[] iv, GCMParameterSpec spec) {
        return new CipherParameters(GCM, iv, spec.getTLen() / Byte.SIZE, false, spec);
    }

    /**
     * AES-CCM.
     *
     * @param nonce 7 to 13 bytes; not kept by the caller, not written to
     * @param tagSizeBytes the length of the tag: 8, 10, 12, 14 or 16. Source: SP 800-38C §A.1, B.2
     * @return the parameters
     */
    public static CipherParameters ccm(byte[] nonce, int tagSizeBytes) {
        return new CipherParameters(
                CCM, nonce, tagSizeBytes, false, new GCMParameterSpec(tagSizeBytes * Byte.SIZE, nonce));
    }

    /**
     * ChaCha20-Poly1305.
     *
     * @param nonce 12 bytes; not kept by the caller, not written to
     * @return the parameters
     */
    public static CipherParameters chaCha20Poly1305(byte[] nonce) {
        return new CipherParameters(CHACHA20_POLY1305, nonce, POLY1305_TAG_BYTES, false, new IvParameterSpec(nonce));
    }

    /**
     * A mode of AES without authentication.
     *
     * @param mechanism CBC, CTR, ECB or XTS
     * @param iv 16 bytes; none for ECB; not kept by the caller, not written to
     * @param padded whether the message is padded; for CBC and ECB alone
     * @return the parameters
     */
    public static CipherParameters unauthenticated(Mechanism mechanism, byte[] iv, boolean padded) {
        return mechanism.family() == Family.AES_ECB
                ? new CipherParameters(mechanism, NO_IV, 0, padded, null)
                : new CipherParameters(mechanism, iv, 0, padded, new IvParameterSpec(iv));
    }

    /**
     * How long the output of a whole message can be.
     *
     * @param encrypting which way
     * @param length bytes of the message, or of the ciphertext with its tag
     * @return the largest number of bytes
     */
    public int outputSizeBytes(boolean encrypting, int length) {
        if (!encrypting) {
            return Math.max(0, length - tagSizeBytes);
        }
        return padded ? Math.multiplyExact(length / BLOCK_BYTES + 1, BLOCK_BYTES) : Math.addExact(length, tagSizeBytes);
    }
}

package org.wardkey.tpm2.policy;

import org.wardkey.tpm2.structure.Comparison;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * Until when a TPM lets a key be used, as an authority says it: while a counter in the TPM has a value, and its clock is below a time. The key is made
 * once, under a {@link LifetimePolicy}; windows come and go, each signed by the authority, with no TPM at hand; a step of the counter ends all that were signed
 * before. SHA-256 throughout.
 *
 * <p>A policy session that was satisfied inside a window still serves one command after its end: the TPM compares when it is told to, not when the key is used.
 * Do not keep satisfied sessions. Source: TPM 2.0 Part 3 §23.7 (PolicyCounterTimer), §23.9 (PolicyNV), §23.16 (PolicyAuthorize).
 *
 * @param epochIndex the Name of the counter's NV index, as it is after its first write
 * @param epoch the value that it must have
 * @param endMillis the TPM's clock, in milliseconds, from which on the window is over
 */
public record PolicyWindow(Name epochIndex, long epoch, long endMillis) {
    private static final HashAlgorithm HASH = HashAlgorithm.SHA256;

    /** Where TPMS_TIME_INFO has the clock. Source: Part 2, TPMS_TIME_INFO. */
    public static final int CLOCK_OFFSET = 8;

    /** Returns the policy that the authority approves: {@code PolicyNV(epoch) and PolicyCounterTimer(clock < end)}. */
    public PolicyDigest policy() {
        return PolicyDigest.start(HASH)
                .nv(operand(epoch), 0, Comparison.EQ, epochIndex)
                .counterTimer(operand(endMillis), CLOCK_OFFSET, Comparison.UNSIGNED_LT);
    }

    /**
     * What the authority signs, as a message: an ECDSA or RSA signature with SHA-256 over it is what TPM2_VerifySignature takes.
     *
     * @param policyRef as in {@link LifetimePolicy}
     * @return {@code approvedPolicy | policyRef}
     */
    public byte[] message(byte[] policyRef) {
        try (TpmWriter out = new TpmWriter()) {
            return out.bytes(policy().digest()).bytes(policyRef).toBytes();
        }
    }

    /** Returns the operand of TPM2_PolicyNV. */
    public byte[] epochOperand() {
        return operand(epoch);
    }

    /** Returns the operand of TPM2_PolicyCounterTimer. */
    public byte[] clockOperand() {
        return operand(endMillis);
    }

    private static byte[] operand(long value) {
        try (TpmWriter out = new TpmWriter()) {
            return out.u64(value).toBytes();
        }
    }
}

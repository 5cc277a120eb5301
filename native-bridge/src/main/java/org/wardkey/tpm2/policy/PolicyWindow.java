package org.wardkey.tpm2.policy;

import java.security.interfaces.ECPublicKey;
import java.util.Optional;
import org.wardkey.tpm2.structure.Comparison;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * Until when a TPM lets a key be used, as an authority says it: while a counter in the TPM has a value, and its clock is below a time; on top of that, if the authority wants
 * it, while PCRs have certain values, and while a lease runs. The key is made once, under a {@link LifetimePolicy}; windows come and go, each signed by the
 * authority, with no TPM at hand; a step of the counter ends all that were signed before. SHA-256 throughout.
 *
 * <p>A policy session that was satisfied inside a window still serves one command after its end: the TPM compares counter and clock when it is told to, not when the key is
 * used. Do not keep satisfied sessions. Leases and PCRs are what it looks at again when the key is used. Source: TPM 2.0 Part 3 §23.3 (PolicySigned), §23.7
 * (PolicyPCR), §23.9 (PolicyNV), §23.10 (PolicyCounterTimer), §23.16 (PolicyAuthorize).
 *
 * @param epochIndex the Name of the counter's NV index, as it is after its first write
 * @param epoch the value that it must have
 * @param endMillis the TPM's clock, in milliseconds, from which on the window is over
 * @param pcrs which PCRs must have which values; empty for any
 * @param lease who has to sign leases; empty for nobody
 */
public record PolicyWindow(
        Name epochIndex, long epoch, long endMillis, Optional<PcrCondition> pcrs, Optional<LeaseCondition> lease) {
    private static final HashAlgorithm HASH = HashAlgorithm.SHA256;

    /** Where TPMS_TIME_INFO has the clock. Source: Part 2, TPMS_TIME_INFO. */
    public static final int CLOCK_OFFSET = 8;

    /** A window that counter and clock alone hold. */
    public PolicyWindow(Name epochIndex, long epoch, long endMillis) {
        this(epochIndex, epoch, endMillis, Optional.empty(), Optional.empty());
    }

    /**
     * Returns the same, with leases.
     *
     * @param authority who signs them; EC on P-256 or P-384
     * @param policyRef as in {@link LifetimePolicy}: a lease is for the same keys
     * @throws IllegalArgumentException if the key is on another curve
     */
    public PolicyWindow withLeases(ECPublicKey authority, byte[] policyRef) {
        return new PolicyWindow(
                epochIndex, epoch, endMillis, pcrs, Optional.of(LeaseCondition.of(authority, policyRef)));
    }

    /**
     * Returns the policy that the authority approves: {@code PolicyNV(epoch) and PolicyCounterTimer(clock < end)}, then {@code and PolicyPCR(pcrs)}, then
     * {@code and PolicySigned(lease)}.
     */
    public PolicyDigest policy() {
        PolicyDigest policy = PolicyDigest.start(HASH)
                .nv(operand(epoch), 0, Comparison.EQ, epochIndex)
                .counterTimer(operand(endMillis), CLOCK_OFFSET, Comparison.UNSIGNED_LT);
        PolicyDigest there = pcrs.map(wanted -> policy.pcr(wanted.pcrs().selection(), wanted.digest()))
                .orElse(policy);
        return lease.map(wanted -> there.signed(wanted.authorityName(), wanted.leaseRef()))
                .orElse(there);
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

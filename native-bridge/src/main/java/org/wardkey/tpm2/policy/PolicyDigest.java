package org.wardkey.tpm2.policy;

import java.util.List;
import java.util.function.Consumer;
import org.wardkey.tpm2.structure.Comparison;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.PcrSelection;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * The digest of a policy, computed without a TPM: what a policy session has after the same assertions, and what an object's
 * {@code authPolicy} is. Immutable; every method returns another one. Source: TPM 2.0 Part 1 §19.7, Part 3 §23.
 */
public final class PolicyDigest {
    private static final int NV = 0x149;
    private static final int SECRET = 0x151;
    private static final int SIGNED = 0x160;
    private static final int AUTHORIZE = 0x16A;
    private static final int AUTH_VALUE = 0x16B;
    private static final int COMMAND_CODE = 0x16C;
    private static final int COUNTER_TIMER = 0x16D;
    private static final int OR = 0x171;
    private static final int PCR = 0x17F;
    private static final int DUPLICATION_SELECT = 0x188;

    private final HashAlgorithm hash;
    private final byte[] digest;

    private PolicyDigest(HashAlgorithm hash, byte[] digest) {
        this.hash = hash;
        this.digest = digest;
    }

    /** Returns the start of every policy: zeros. */
    public static PolicyDigest start(HashAlgorithm hash) {
        return new PolicyDigest(hash, new byte[hash.sizeBytes()]);
    }

    /** Returns a copy of the digest. */
    public byte[] digest() {
        return digest.clone();
    }

    /**
     * PolicyPCR. Source: Part 3 §23.7.
     *
     * @param pcrs which, as the TPM is asked; banks and PCRs that it does not have differ
     * @param pcrDigest the digest of their values, see {@link #ofPcrValues}
     */
    public PolicyDigest pcr(List<PcrSelection> pcrs, byte[] pcrDigest) {
        return extend(PCR, out -> out.list(pcrs).bytes(pcrDigest));
    }

    /** Returns the digest of PCR values, in the order of the selection. */
    public static byte[] ofPcrValues(HashAlgorithm hash, List<byte[]> values) {
        return hash.digest(values.toArray(byte[][]::new));
    }

    /** PolicyAuthValue. Source: Part 3 §23.17. */
    public PolicyDigest authValue() {
        return extend(AUTH_VALUE, out -> {});
    }

    /** PolicyPassword, whose digest is that of PolicyAuthValue. Source: Part 3 §23.18. */
    public PolicyDigest password() {
        return authValue();
    }

    /**
     * PolicyCounterTimer. Source: Part 3 §23.10.
     *
     * @param offset in TPMS_TIME_INFO: time 0, clock 8, resetCount 16, restartCount 20, safe 24
     */
    public PolicyDigest counterTimer(byte[] operandB, int offset, Comparison operation) {
        byte[] arguments = arguments(operandB, offset, operation);
        return extend(COUNTER_TIMER, out -> out.bytes(arguments));
    }

    /**
     * PolicyNV. Source: Part 3 §23.9.
     *
     * @param nvName the index's Name after its first write
     */
    public PolicyDigest nv(byte[] operandB, int offset, Comparison operation, Name nvName) {
        byte[] arguments = arguments(operandB, offset, operation);
        return extend(NV, out -> out.bytes(arguments).bytes(nvName.bytes()));
    }

    /** PolicyAuthorize, which forgets what was asserted before. Source: Part 3 §23.16. */
    public PolicyDigest authorize(Name keySign, byte[] policyRef) {
        return start(hash).update(AUTHORIZE, keySign, policyRef);
    }

    /** PolicySecret. Source: Part 3 §23.4. */
    public PolicyDigest secret(Name authName, byte[] policyRef) {
        return update(SECRET, authName, policyRef);
    }

    /** PolicySigned, and the PolicyTicket that replaces it. Source: Part 3 §23.3. */
    public PolicyDigest signed(Name authName, byte[] policyRef) {
        return update(SIGNED, authName, policyRef);
    }

    /** PolicyOR, which forgets what was asserted before, since one of the branches holds it. Source: Part 3 §23.6. */
    public PolicyDigest or(List<PolicyDigest> branches) {
        if (branches.size() < 2 || branches.size() > 8) {
            throw new IllegalArgumentException("expected 2 to 8 branches, got " + branches.size());
        }
        return start(hash).extend(OR, out -> branches.forEach(branch -> out.bytes(branch.digest)));
    }

    /** PolicyCommandCode. Source: Part 3 §23.11. */
    public PolicyDigest commandCode(int code) {
        return extend(COMMAND_CODE, out -> out.u32(code));
    }

    /** PolicyDuplicationSelect. Source: Part 3 §23.15. */
    public PolicyDigest duplicationSelect(Name objectName, Name newParentName, boolean includeObject) {
        byte[] object = includeObject ? objectName.bytes() : new byte[0];
        return extend(
                DUPLICATION_SELECT,
                out -> out.bytes(object).bytes(newParentName.bytes()).u8(includeObject ? 1 : 0));
    }

    /** Returns what an authority signs so that PolicyAuthorize takes this policy: {@code H(approvedPolicy | policyRef)}. */
    public byte[] approval(HashAlgorithm signatureHash, byte[] policyRef) {
        return signatureHash.digest(digest, policyRef);
    }

    /** Returns what an authority signs for PolicySigned: {@code H(nonceTPM | expiration | cpHashA | policyRef)}. Source: Part 3 §23.3. */
    public static byte[] lease(
            HashAlgorithm signatureHash, byte[] nonceTpm, int expirationSeconds, byte[] cpHashA, byte[] policyRef) {
        try (TpmWriter out = new TpmWriter()) {
            return signatureHash.digest(out.bytes(nonceTpm)
                    .u32(expirationSeconds)
                    .bytes(cpHashA)
                    .bytes(policyRef)
                    .toBytes());
        }
    }

    private byte[] arguments(byte[] operandB, int offset, Comparison operation) {
        try (TpmWriter out = new TpmWriter()) {
            return hash.digest(
                    out.bytes(operandB).u16(offset).u16(operation.code()).toBytes());
        }
    }

    /** PolicyUpdate: the Name, then in a second step the reference. Source: Part 3 §23.2.3. */
    private PolicyDigest update(int code, Name name, byte[] policyRef) {
        PolicyDigest first = extend(code, out -> out.bytes(name.bytes()));
        return new PolicyDigest(hash, hash.digest(first.digest, policyRef));
    }

    private PolicyDigest extend(int code, Consumer<TpmWriter> rest) {
        try (TpmWriter out = new TpmWriter()) {
            out.bytes(digest).u32(code);
            rest.accept(out);
            return new PolicyDigest(hash, hash.digest(out.toBytes()));
        }
    }
}

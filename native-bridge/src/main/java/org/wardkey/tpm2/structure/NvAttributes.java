package org.wardkey.tpm2.structure;

/**
 * TPMA_NV. Source: TPM 2.0 Part 2 §13.4.
 *
 * @param bits the 32 bits; 4 to 7 are the TPM_NT
 */
public record NvAttributes(int bits) implements TpmStructure {
    /** The platform's authorization permits writing. */
    public static final int PPWRITE = 1;
    /** The owner's authorization permits writing. */
    public static final int OWNERWRITE = 1 << 1;
    /** The index's authorization permits writing. */
    public static final int AUTHWRITE = 1 << 2;
    /** The index's policy permits writing. */
    public static final int POLICYWRITE = 1 << 3;
    /** TPM_NT_COUNTER: it only counts upwards. */
    public static final int COUNTER = 1 << 4;
    /** TPM_NT_BITS: bits that are set and never cleared. */
    public static final int BITS = 2 << 4;
    /** TPM_NT_EXTEND: extended as a PCR. */
    public static final int EXTEND = 4 << 4;
    /** Undefining needs the index's policy. */
    public static final int POLICY_DELETE = 1 << 10;
    /** Writes are of the whole. */
    public static final int WRITEALL = 1 << 12;
    /** The platform's authorization permits reading. */
    public static final int PPREAD = 1 << 16;
    /** The owner's authorization permits reading. */
    public static final int OWNERREAD = 1 << 17;
    /** The index's authorization permits reading. */
    public static final int AUTHREAD = 1 << 18;
    /** The index's policy permits reading. */
    public static final int POLICYREAD = 1 << 19;
    /** Wrong authorizations do not count towards lockout. */
    public static final int NO_DA = 1 << 25;
    /** It is kept in memory, and written at an orderly shutdown. */
    public static final int ORDERLY = 1 << 26;
    /** It was written; the TPM sets this, and with it the Name changes. */
    public static final int WRITTEN = 1 << 29;
    /** The platform defined it. */
    public static final int PLATFORMCREATE = 1 << 30;

    /** Returns these and the given bits. */
    public NvAttributes with(int more) {
        return new NvAttributes(bits | more);
    }

    /** Says whether all of the given bits are set. */
    public boolean has(int wanted) {
        return (bits & wanted) == wanted;
    }

    /** Says whether the TPM_NT is TPM_NT_COUNTER. */
    public boolean isCounter() {
        return ((bits >>> 4) & 0xF) == 1;
    }

    @Override
    public void writeTo(TpmWriter out) {
        out.u32(bits);
    }
}

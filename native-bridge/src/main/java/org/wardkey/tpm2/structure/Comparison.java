package org.wardkey.tpm2.structure;

/** TPM_EO: how operand A (in the TPM) and operand B compare, as big-endian numbers. Source: TPM 2.0 Part 2 §6.8. */
public enum Comparison {
    /** {@code A = B}. */
    EQ(0x0000),
    /** {@code A ≠ B}. */
    NEQ(0x0001),
    /** {@code A > B}, signed. */
    SIGNED_GT(0x0002),
    /** {@code A > B}. */
    UNSIGNED_GT(0x0003),
    /** {@code A < B}, signed. */
    SIGNED_LT(0x0004),
    /** {@code A < B}. */
    UNSIGNED_LT(0x0005),
    /** {@code A ≥ B}, signed. */
    SIGNED_GE(0x0006),
    /** {@code A ≥ B}. */
    UNSIGNED_GE(0x0007),
    /** {@code A ≤ B}, signed. */
    SIGNED_LE(0x0008),
    /** {@code A ≤ B}. */
    UNSIGNED_LE(0x0009),
    /** All bits of B are set in A. */
    BITSET(0x000A),
    /** All bits of B are clear in A. */
    BITCLEAR(0x000B);

    private final int code;

    Comparison(int code) {
        this.code = code;
    }

    /** Returns the TPM_EO. */
    public int code() {
        return code;
    }
}

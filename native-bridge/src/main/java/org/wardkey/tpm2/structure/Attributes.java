package org.wardkey.tpm2.structure;

/**
 * TPMA_OBJECT: what a key may be used for, and how it is bound to its TPM. Source: TPM 2.0 Part 2 §8.3.
 *
 * @param bits the 32 bits
 */
public record Attributes(int bits) implements TpmStructure {
    /** It can be loaded under no other parent. */
    public static final int FIXED_TPM = 1 << 1;
    /** Saved contexts of it end with a TPM Reset or Restart. */
    public static final int ST_CLEAR = 1 << 2;
    /** Its parent cannot change. */
    public static final int FIXED_PARENT = 1 << 4;
    /** The TPM made its sensitive part. */
    public static final int SENSITIVE_DATA_ORIGIN = 1 << 5;
    /** Its authorization value permits use. */
    public static final int USER_WITH_AUTH = 1 << 6;
    /** Administration needs its policy. */
    public static final int ADMIN_WITH_POLICY = 1 << 7;
    /** Wrong authorizations do not count towards lockout. */
    public static final int NO_DA = 1 << 10;
    /** Duplication must be encrypted. */
    public static final int ENCRYPTED_DUPLICATION = 1 << 11;
    /** It works on what the TPM made only: storage keys and attestation keys. */
    public static final int RESTRICTED = 1 << 16;
    /** It decrypts. */
    public static final int DECRYPT = 1 << 17;
    /** It signs, or encrypts if it is symmetric. */
    public static final int SIGN_ENCRYPT = 1 << 18;
    /** It signs TPM2_CertifyX509 only. */
    public static final int X509_SIGN = 1 << 19;

    /** Bits 0, 3, 8, 9, 12 to 15 and 20 to 31 must be clear; SLH-DSA's firmware bits are not known here. */
    private static final int RESERVED = ~(FIXED_TPM
            | ST_CLEAR
            | FIXED_PARENT
            | SENSITIVE_DATA_ORIGIN
            | USER_WITH_AUTH
            | ADMIN_WITH_POLICY
            | NO_DA
            | ENCRYPTED_DUPLICATION
            | RESTRICTED
            | DECRYPT
            | SIGN_ENCRYPT
            | X509_SIGN);

    /** A key that never leaves its TPM and was made there: {@code fixedTPM}, {@code fixedParent}, {@code sensitiveDataOrigin}. */
    public static final Attributes BORN_HERE = new Attributes(FIXED_TPM | FIXED_PARENT | SENSITIVE_DATA_ORIGIN);

    /** Reads a TPMA_OBJECT. */
    public static Attributes read(TpmReader in) {
        int bits = in.u32("TPMA_OBJECT");
        if ((bits & RESERVED) != 0) {
            throw new TpmFormatException(
                    String.format("TPMA_OBJECT: expected reserved bits to be 0, got 0x%08X", bits));
        }
        return new Attributes(bits);
    }

    /** Returns these and the given bits. */
    public Attributes with(int more) {
        return new Attributes(bits | more);
    }

    /** Returns these without the given bits. */
    public Attributes without(int fewer) {
        return new Attributes(bits & ~fewer);
    }

    /** Says whether all of the given bits are set. */
    public boolean has(int wanted) {
        return (bits & wanted) == wanted;
    }

    @Override
    public void writeTo(TpmWriter out) {
        out.u32(bits);
    }
}

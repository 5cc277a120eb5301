package org.wardkey.tpm2.structure;

/**
 * TPMT_SYM_DEF and TPMT_SYM_DEF_OBJECT. Source: TPM 2.0 Part 2 §11.1.6, §11.1.7.
 *
 * @param algorithm the TPM_ALG_ID: AES, XOR (sessions only) or NULL
 * @param keyBits the size of the key; the TPM_ALG_ID of the hash for XOR; 0 for NULL
 * @param mode the TPM_ALG_ID of the mode; 0 for XOR and NULL
 */
public record Symmetric(int algorithm, int keyBits, int mode) implements TpmStructure {
    /** TPM_ALG_NULL. */
    public static final Symmetric NULL = new Symmetric(0x0010, 0, 0);

    /** AES-128 in CFB mode. */
    public static final Symmetric AES_128_CFB = new Symmetric(0x0006, 128, 0x0043);

    /** AES-256 in CFB mode. */
    public static final Symmetric AES_256_CFB = new Symmetric(0x0006, 256, 0x0043);

    private static final int AES = 0x0006;
    private static final int XOR = 0x000A;
    private static final int CFB = 0x0043;
    private static final int NONE = 0x0010;

    /** Returns XOR obfuscation, for TPMs without CFB. Source: Part 1 §21.2. */
    public static Symmetric xor(HashAlgorithm hash) {
        return new Symmetric(XOR, hash.id(), 0);
    }

    /** Reads a TPMT_SYM_DEF. */
    public static Symmetric read(TpmReader in) {
        int algorithm = in.u16("TPMT_SYM_DEF.algorithm");
        return switch (algorithm) {
            case NONE -> NULL;
            case XOR -> xor(HashAlgorithm.read(in, "TPMT_SYM_DEF.keyBits"));
            case AES -> new Symmetric(AES, in.u16("TPMT_SYM_DEF.keyBits"), in.u16("TPMT_SYM_DEF.mode"));
            default ->
                throw new TpmFormatException(
                        String.format("TPMT_SYM_DEF.algorithm: expected AES, XOR or NULL, got 0x%04X", algorithm));
        };
    }

    /** Says whether it is no algorithm. */
    public boolean isNull() {
        return algorithm == NONE;
    }

    /** Says whether it is XOR obfuscation. */
    public boolean isXor() {
        return algorithm == XOR;
    }

    /** Says whether it is AES in CFB mode. */
    public boolean isAesCfb() {
        return algorithm == AES && mode == CFB;
    }

    @Override
    public void writeTo(TpmWriter out) {
        out.u16(algorithm);
        if (isNull()) {
            return;
        }
        out.u16(keyBits);
        if (!isXor()) {
            out.u16(mode);
        }
    }
}

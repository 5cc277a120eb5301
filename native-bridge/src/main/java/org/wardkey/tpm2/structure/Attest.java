package org.wardkey.tpm2.structure;

/**
 * TPMS_ATTEST: what a TPM signs about itself. Source: TPM 2.0 Part 2 §10.12.
 *
 * <pre>
 * magic "\xFFTCG" (4) | type (2) | qualifiedSigner (TPM2B) | extraData (TPM2B) | clockInfo (17) | firmwareVersion (8) | attested
 * </pre>
 *
 * @param qualifiedSigner the Qualified Name of the signing key
 * @param extraData what the caller gave to show freshness
 * @param clockInfo the clock; obfuscated unless the key is in the endorsement or platform hierarchy
 * @param firmwareVersion the vendor's number; obfuscated likewise
 * @param attested what it is about
 */
public record Attest(
        Name qualifiedSigner, byte[] extraData, ClockInfo clockInfo, long firmwareVersion, Attested attested)
        implements TpmStructure {
    /** TPM_GENERATED_VALUE: no restricted key signs data from outside that begins so. */
    public static final int MAGIC = 0xFF544347;

    /** Reads a TPMS_ATTEST. */
    public static Attest read(TpmReader in) {
        int magic = in.u32("TPMS_ATTEST.magic");
        if (magic != MAGIC) {
            throw new TpmFormatException(String.format("TPMS_ATTEST.magic: expected 0xFF544347, got 0x%08X", magic));
        }
        int type = in.u16("TPMS_ATTEST.type");
        Name signer = Name.read(in, "TPMS_ATTEST.qualifiedSigner");
        byte[] extra = in.sized("TPMS_ATTEST.extraData");
        ClockInfo clock = ClockInfo.read(in);
        long firmware = in.u64("TPMS_ATTEST.firmwareVersion");
        return new Attest(signer, extra, clock, firmware, Attested.read(type, in));
    }

    @Override
    public void writeTo(TpmWriter out) {
        out.u32(MAGIC)
                .u16(attested.type())
                .put(qualifiedSigner)
                .sized(extraData)
                .put(clockInfo);
        out.u64(firmwareVersion).put(attested);
    }
}

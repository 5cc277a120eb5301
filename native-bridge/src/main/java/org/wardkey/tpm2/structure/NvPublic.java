package org.wardkey.tpm2.structure;

/**
 * TPMS_NV_PUBLIC. Source: TPM 2.0 Part 2 §13.5.
 *
 * @param index the NV index
 * @param nameAlgorithm makes its Name and the digests of its policy
 * @param attributes who may read and write
 * @param authPolicy the digest of its policy; empty for none
 * @param dataSize its size in octets; 8 for counters and bits
 */
public record NvPublic(
        Handle index, HashAlgorithm nameAlgorithm, NvAttributes attributes, byte[] authPolicy, int dataSize)
        implements TpmStructure {
    /** Reads a TPMS_NV_PUBLIC. */
    public static NvPublic read(TpmReader in) {
        Handle index = Handle.read(in);
        if (!index.isNvIndex()) {
            throw new TpmFormatException("TPMS_NV_PUBLIC.nvIndex: expected 0x01xxxxxx, got " + index);
        }
        return new NvPublic(
                index,
                HashAlgorithm.read(in, "TPMS_NV_PUBLIC.nameAlg"),
                new NvAttributes(in.u32("TPMA_NV")),
                in.sized(64, "TPMS_NV_PUBLIC.authPolicy"),
                in.u16("TPMS_NV_PUBLIC.dataSize"));
    }

    /** Returns the Name, which changes when the index is first written. */
    public Name name() {
        return Name.of(nameAlgorithm, toBytes());
    }

    /** Returns the same as it is after its first write. */
    public NvPublic written() {
        return new NvPublic(index, nameAlgorithm, attributes.with(NvAttributes.WRITTEN), authPolicy, dataSize);
    }

    @Override
    public void writeTo(TpmWriter out) {
        out.put(index).u16(nameAlgorithm.id()).put(attributes).sized(authPolicy).u16(dataSize);
    }
}

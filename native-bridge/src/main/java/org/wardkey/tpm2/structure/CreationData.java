package org.wardkey.tpm2.structure;

import java.util.List;

/**
 * TPMS_CREATION_DATA: how things were when an object was made. Source: TPM 2.0 Part 2 §15.1.
 *
 * @param pcrs which PCRs were recorded
 * @param pcrDigest their digest
 * @param locality the TPMA_LOCALITY of the command
 * @param parentNameAlgorithm the parent's TPM_ALG_ID, or TPM_ALG_NULL
 * @param parentName the parent's Name
 * @param parentQualifiedName the parent's Qualified Name
 * @param outsideInfo what the creator said
 */
public record CreationData(
        List<PcrSelection> pcrs,
        byte[] pcrDigest,
        int locality,
        int parentNameAlgorithm,
        Name parentName,
        Name parentQualifiedName,
        byte[] outsideInfo)
        implements TpmStructure {
    /** Reads a TPMS_CREATION_DATA. */
    public static CreationData read(TpmReader in) {
        return new CreationData(
                PcrSelection.readList(in),
                in.sized(64, "TPMS_CREATION_DATA.pcrDigest"),
                in.u8("TPMS_CREATION_DATA.locality"),
                in.u16("TPMS_CREATION_DATA.parentNameAlg"),
                Name.read(in, "TPMS_CREATION_DATA.parentName"),
                Name.read(in, "TPMS_CREATION_DATA.parentQualifiedName"),
                in.sized("TPMS_CREATION_DATA.outsideInfo"));
    }

    @Override
    public void writeTo(TpmWriter out) {
        out.list(pcrs).sized(pcrDigest).u8(locality).u16(parentNameAlgorithm);
        out.put(parentName).put(parentQualifiedName).sized(outsideInfo);
    }
}

package org.wardkey.tpm2.structure;

import java.util.List;

/**
 * TPMS_PCR_SELECTION: some PCRs of one bank. Source: TPM 2.0 Part 2 §10.6.2.
 *
 * @param bank the hash algorithm of the bank
 * @param select one bit a PCR, the lowest PCR in the lowest bit of the first octet
 */
public record PcrSelection(HashAlgorithm bank, byte[] select) implements TpmStructure {
    /** TPML_PCR_SELECTION has at most this many (HASH_COUNT of the specification's example is 16). */
    static final int MOST_BANKS = 16;

    private static final int USUAL_BYTES = 3;

    /** Returns a selection of PCRs 0 to 23. */
    public static PcrSelection of(HashAlgorithm bank, int... pcrs) {
        byte[] select = new byte[USUAL_BYTES];
        for (int pcr : pcrs) {
            if (pcr < 0 || pcr >= 8 * USUAL_BYTES) {
                throw new IllegalArgumentException("expected a PCR from 0 to 23, got " + pcr);
            }
            select[pcr / 8] |= (byte) (1 << (pcr % 8));
        }
        return new PcrSelection(bank, select);
    }

    /** Reads a TPMS_PCR_SELECTION. */
    public static PcrSelection read(TpmReader in) {
        HashAlgorithm bank = HashAlgorithm.read(in, "TPMS_PCR_SELECTION.hash");
        int size = in.u8("TPMS_PCR_SELECTION.sizeofSelect");
        if (size > 4) {
            throw new TpmFormatException("TPMS_PCR_SELECTION.sizeofSelect: expected at most 4, got " + size);
        }
        return new PcrSelection(bank, in.bytes(size, "TPMS_PCR_SELECTION.pcrSelect"));
    }

    /** Reads a TPML_PCR_SELECTION. */
    public static List<PcrSelection> readList(TpmReader in) {
        return in.list(MOST_BANKS, "TPML_PCR_SELECTION", PcrSelection::read);
    }

    /** Says whether a PCR is selected. */
    public boolean has(int pcr) {
        return pcr >= 0 && pcr / 8 < select.length && ((select[pcr / 8] >> (pcr % 8)) & 1) == 1;
    }

    @Override
    public void writeTo(TpmWriter out) {
        out.u16(bank.id()).u8(select.length).bytes(select);
    }
}

package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.PcrSelection;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_PCR_Read: reads PCRs; as many as fit. Source: TPM 2.0 Part 3 §22.4.
 *
 * @param pcrSelectionIn which
 */
public record PCR_Read(List<PcrSelection> pcrSelectionIn) implements TpmCommand<PCR_Read.Result> {
    @Override
    public int code() {
        return 0x0000017E;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.list(pcrSelectionIn);
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public Result readResponse(Handle handle, TpmReader in) {
        return new Result(
                in.u32("pcrUpdateCounter"),
                PcrSelection.readList(in),
                in.list(8, "TPML_DIGEST", r -> r.sized(64, "TPM2B_DIGEST")));
    }

    /**
     * The values.
     *
     * @param pcrUpdateCounter changes with every PCR that counts
     * @param pcrSelectionOut which were read
     * @param pcrValues their values
     */
    public record Result(int pcrUpdateCounter, List<PcrSelection> pcrSelectionOut, List<byte[]> pcrValues) {}
}

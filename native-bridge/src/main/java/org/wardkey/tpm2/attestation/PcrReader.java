package org.wardkey.tpm2.attestation;

import java.util.ArrayList;
import java.util.List;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.command.PCR_Read;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.PcrSelection;
import org.wardkey.tpm2.structure.TpmFormatException;

/** Reads PCRs on the device, to send them along with a quote: TPM2_PCR_Read gives at most 8 at a time. */
public final class PcrReader {
    private PcrReader() {}

    /**
     * Reads the values of a selection. Nothing holds the PCRs meanwhile: a quote that was made before or after shows whether they stayed.
     *
     * @throws TpmFormatException if the TPM does not give one of them, such as one of a bank that it does not have
     */
    public static PcrValues read(Tpm tpm, List<PcrSelection> selection) {
        PcrValues values = new PcrValues();
        for (PcrSelection bank : selection) {
            List<Integer> wanted = new ArrayList<>(PcrValues.pcrs(bank));
            while (!wanted.isEmpty()) {
                wanted.removeAll(readSome(tpm, bank.bank(), wanted, values));
            }
        }
        return values;
    }

    private static List<Integer> readSome(Tpm tpm, HashAlgorithm bank, List<Integer> wanted, PcrValues values) {
        PcrSelection asked = PcrSelection.of(
                bank, wanted.stream().mapToInt(Integer::intValue).toArray());
        PCR_Read.Result result = tpm.execute(new PCR_Read(List.of(asked)));
        List<PcrSelection> given = result.pcrSelectionOut();
        List<Integer> read =
                given.size() == 1 && given.get(0).bank() == bank ? PcrValues.pcrs(given.get(0)) : List.of();
        if (read.isEmpty() || !wanted.containsAll(read)) {
            throw new TpmFormatException("TPM2_PCR_Read: expected some of " + PcrValues.describe(List.of(asked))
                    + ", got " + PcrValues.describe(given));
        }
        PcrValues some = PcrValues.of(given, result.pcrValues());
        read.forEach(pcr -> values.put(bank, pcr, some.value(bank, pcr).orElseThrow()));
        return read;
    }
}

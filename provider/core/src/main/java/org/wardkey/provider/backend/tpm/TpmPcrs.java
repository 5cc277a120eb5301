package org.wardkey.provider.backend.tpm;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.command.PCR_Extend;
import org.wardkey.tpm2.command.PCR_Read;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.PcrSelection;

/**
 * Extends a PCR, which ends all sessions that assert PCRs. Source: TPM 2.0 Part 3 §22.2, §23.7; TCG PC Client Platform TPM Profile (16 and 21 to 23 do not
 * count, 17 to 22 need a locality).
 */
final class TpmPcrs {
    private static final HashAlgorithm BANK = HashAlgorithm.SHA256;
    private static final byte[] EVENT = "wardkey tpm revoke\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LAST = 15;

    private TpmPcrs() {}

    /**
     * Looks before anything is done.
     *
     * @throws BackendException if the PCR is none that counts and that any program may extend, or the TPM has no bank of SHA-256
     */
    static void requireCounting(Tpm tpm, int pcr) {
        if (pcr < 0 || pcr > LAST) {
            throw refused("Expected a PCR from 0 to " + LAST + ", which end held sessions when they are extended, got "
                    + pcr + ".");
        }
        if (read(tpm, pcr).pcrValues().isEmpty()) {
            throw refused("Expected a TPM with PCRs in a bank of SHA-256, got one without. Nothing was done.");
        }
    }

    /**
     * Extends it in the bank of SHA-256, which {@link #requireCounting} has to have found.
     *
     * @throws BackendException if the TPM does not count it
     */
    static void extend(Tpm tpm, int pcr) {
        int before = read(tpm, pcr).pcrUpdateCounter();
        tpm.execute(
                new PCR_Extend(Entity.of(Handle.pcr(pcr)), Map.of(BANK, BANK.digest(EVENT))), Authorization.empty());
        if (read(tpm, pcr).pcrUpdateCounter() == before) {
            throw refused("The TPM did not count that PCR " + pcr
                    + " was extended: windows are revoked, but sessions that somebody held go on.");
        }
        if (before == 0) {
            // Such a session has the count 0, which older TPMs take for one that asserts no PCRs.
            throw refused("PCR " + pcr
                    + " was extended as the first one since the TPM was reset: windows are revoked, but sessions that somebody"
                    + " held before may go on.");
        }
    }

    private static PCR_Read.Result read(Tpm tpm, int pcr) {
        return tpm.execute(new PCR_Read(List.of(PcrSelection.of(BANK, pcr))));
    }

    private static BackendException refused(String why) {
        return new BackendException(new Refusal(RefusalCode.WINDOW_UNUSABLE, why));
    }
}

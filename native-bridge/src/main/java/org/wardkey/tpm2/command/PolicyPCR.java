package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.PcrSelection;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_PolicyPCR: asserts values of PCRs. When any PCR that counts is extended afterwards, the session no longer serves. Source: TPM 2.0 Part 3 §23.7.
 *
 * @param policySession the policy session
 * @param pcrDigest the digest of the values; empty for those of now
 * @param pcrs which
 */
public record PolicyPCR(Entity policySession, byte[] pcrDigest, List<PcrSelection> pcrs)
        implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x0000017F;
    }

    @Override
    public List<Entity> entities() {
        return List.of(policySession);
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(pcrDigest);
        out.list(pcrs);
    }

    @Override
    public boolean encryptsRequest() {
        return true;
    }

    @Override
    public None readResponse(Handle handle, TpmReader in) {
        return None.NONE;
    }
}

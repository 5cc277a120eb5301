package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.Ticket;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_PolicyAuthorize: replaces a policy that an authority signed by the authority itself. Source: TPM 2.0 Part 3 §23.16.
 *
 * @param policySession the policy session
 * @param approvedPolicy the digest that was signed
 * @param policyRef what the authority qualifies it with
 * @param keySign the Name of the authority's key
 * @param checkTicket of TPM2_VerifySignature over {@code H(approvedPolicy | policyRef)}
 */
public record PolicyAuthorize(
        Entity policySession, byte[] approvedPolicy, byte[] policyRef, Name keySign, Ticket checkTicket)
        implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x0000016A;
    }

    @Override
    public List<Entity> entities() {
        return List.of(policySession);
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(approvedPolicy);
        out.sized(policyRef);
        out.put(keySign);
        out.put(checkTicket);
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

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
 * TPM2_PolicyTicket: asserts what an earlier TPM2_PolicySigned or PolicySecret did. Source: TPM 2.0 Part 3 §23.5.
 *
 * @param policySession the policy session
 * @param timeout from that command
 * @param cpHashA as in that command
 * @param policyRef what the authority qualifies it with
 * @param authName the Name of its authority
 * @param ticket from that command
 */
public record PolicyTicket(
        Entity policySession, byte[] timeout, byte[] cpHashA, byte[] policyRef, Name authName, Ticket ticket)
        implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x00000172;
    }

    @Override
    public List<Entity> entities() {
        return List.of(policySession);
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(timeout);
        out.sized(cpHashA);
        out.sized(policyRef);
        out.put(authName);
        out.put(ticket);
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

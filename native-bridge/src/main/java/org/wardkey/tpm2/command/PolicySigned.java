package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.Ticket;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_PolicySigned: asserts that a key signed {@code nonceTPM | expiration | cpHashA | policyRef}. A negative expiration asks for a ticket. Source: TPM 2.0 Part 3 §23.3.
 *
 * @param authObject the authority's key, public part
 * @param policySession the policy session
 * @param nonceTpm the session's nonce, or empty
 * @param cpHashA the command it is for, or empty
 * @param policyRef what the authority qualifies it with
 * @param expiration seconds from the nonce on; enforced when the session is used
 * @param auth the signature
 */
public record PolicySigned(
        Entity authObject,
        Entity policySession,
        byte[] nonceTpm,
        byte[] cpHashA,
        byte[] policyRef,
        int expiration,
        Signature auth)
        implements TpmCommand<PolicySigned.Result> {
    @Override
    public int code() {
        return 0x00000160;
    }

    @Override
    public List<Entity> entities() {
        return List.of(authObject, policySession);
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(nonceTpm);
        out.sized(cpHashA);
        out.sized(policyRef);
        out.u32(expiration);
        out.put(auth);
    }

    @Override
    public boolean encryptsRequest() {
        return true;
    }

    @Override
    public boolean encryptsResponse() {
        return true;
    }

    @Override
    public Result readResponse(Handle handle, TpmReader in) {
        return new Result(in.sized("TPM2B_TIMEOUT"), Ticket.read(in));
    }

    /**
     * The lease.
     *
     * @param timeout when the ticket ends, in the TPM's own form
     * @param policyTicket for {@link PolicyTicket}; NULL unless the expiration was negative
     */
    public record Result(byte[] timeout, Ticket policyTicket) {}
}

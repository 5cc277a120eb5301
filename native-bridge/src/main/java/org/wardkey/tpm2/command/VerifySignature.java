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
 * TPM2_VerifySignature: verifies a signature and makes a ticket that says so. Source: TPM 2.0 Part 3 §20.1.
 *
 * @param keyHandle the key
 * @param digest the signed digest
 * @param signature the signature
 */
public record VerifySignature(Entity keyHandle, byte[] digest, Signature signature) implements TpmCommand<Ticket> {
    @Override
    public int code() {
        return 0x00000177;
    }

    @Override
    public List<Entity> entities() {
        return List.of(keyHandle);
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(digest);
        out.put(signature);
    }

    @Override
    public boolean encryptsRequest() {
        return true;
    }

    @Override
    public Ticket readResponse(Handle handle, TpmReader in) {
        return Ticket.read(in);
    }
}

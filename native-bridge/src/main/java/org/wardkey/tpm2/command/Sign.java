package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.Ticket;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_Sign: signs a digest. Source: TPM 2.0 Part 3 §20.2.
 *
 * @param keyHandle the key
 * @param digest the digest
 * @param inScheme how to sign; NULL for the key's own scheme
 * @param validation for a restricted key the ticket of TPM2_Hash, else {@link Ticket#NULL_HASHCHECK}
 */
public record Sign(Entity keyHandle, byte[] digest, Scheme inScheme, Ticket validation)
        implements TpmCommand<Signature> {
    @Override
    public int code() {
        return 0x0000015D;
    }

    @Override
    public List<Entity> entities() {
        return List.of(keyHandle);
    }

    @Override
    public int authorizations() {
        return 1;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(digest);
        out.put(inScheme);
        out.put(validation);
    }

    @Override
    public boolean encryptsRequest() {
        return true;
    }

    @Override
    public Signature readResponse(Handle handle, TpmReader in) {
        return Signature.read(in);
    }
}

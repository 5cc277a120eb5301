package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_HMAC_Start: starts the HMAC of a message of any length. The response names a sequence object, whose Name is the Empty Buffer; it keeps a
 * place in the TPM until {@link SequenceComplete}, or until it is flushed. Source: TPM 2.0 Part 3 §17.2, Part 1 §16.
 *
 * @param keyHandle the key
 * @param auth the authorization value of the sequence
 * @param hashAlg the hash algorithm of the key
 */
public record HMAC_Start(Entity keyHandle, byte[] auth, HashAlgorithm hashAlg) implements TpmCommand<Handle> {
    @Override
    public int code() {
        return 0x0000015B;
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
        out.sized(auth);
        out.u16(hashAlg.id());
    }

    @Override
    public boolean encryptsRequest() {
        return true;
    }

    @Override
    public boolean returnsHandle() {
        return true;
    }

    @Override
    public Handle readResponse(Handle handle, TpmReader in) {
        return handle;
    }
}

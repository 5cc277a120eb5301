package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_ObjectChangeAuth: makes a private area with another authorization value; the loaded object keeps the old one. Source: TPM 2.0 Part 3 §12.8.
 *
 * @param objectHandle the object
 * @param parentHandle its parent
 * @param newAuth the new value
 */
public record ObjectChangeAuth(Entity objectHandle, Entity parentHandle, byte[] newAuth) implements TpmCommand<byte[]> {
    @Override
    public int code() {
        return 0x00000150;
    }

    @Override
    public List<Entity> entities() {
        return List.of(objectHandle, parentHandle);
    }

    @Override
    public int authorizations() {
        return 1;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(newAuth);
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
    public byte[] readResponse(Handle handle, TpmReader in) {
        return in.sized("TPM2B_PRIVATE");
    }
}

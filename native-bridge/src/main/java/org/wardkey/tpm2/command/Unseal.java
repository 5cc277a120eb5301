package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;

/**
 * TPM2_Unseal: gives the data of a sealed object; the array is the caller's to wipe. Source: TPM 2.0 Part 3 §12.7.
 *
 * @param itemHandle the sealed object
 */
public record Unseal(Entity itemHandle) implements TpmCommand<byte[]> {
    @Override
    public int code() {
        return 0x0000015E;
    }

    @Override
    public List<Entity> entities() {
        return List.of(itemHandle);
    }

    @Override
    public int authorizations() {
        return 1;
    }

    @Override
    public boolean encryptsResponse() {
        return true;
    }

    @Override
    public byte[] readResponse(Handle handle, TpmReader in) {
        return in.sized("outData");
    }
}

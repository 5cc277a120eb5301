package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_NV_Write: writes to an NV index. Source: TPM 2.0 Part 3 §31.7.
 *
 * @param authHandle who may: the index itself, or TPM_RH_OWNER
 * @param nvIndex the index
 * @param data the octets
 * @param offset where they go
 */
public record NV_Write(Entity authHandle, Entity nvIndex, byte[] data, int offset)
        implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x00000137;
    }

    @Override
    public List<Entity> entities() {
        return List.of(authHandle, nvIndex);
    }

    @Override
    public int authorizations() {
        return 1;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(data);
        out.u16(offset);
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

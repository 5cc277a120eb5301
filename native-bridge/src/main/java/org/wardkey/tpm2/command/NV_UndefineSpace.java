package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;

/**
 * TPM2_NV_UndefineSpace: removes an NV index. Source: TPM 2.0 Part 3 §31.4.
 *
 * @param authHandle TPM_RH_OWNER or TPM_RH_PLATFORM
 * @param nvIndex the index
 */
public record NV_UndefineSpace(Entity authHandle, Entity nvIndex) implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x00000122;
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
    public None readResponse(Handle handle, TpmReader in) {
        return None.NONE;
    }
}

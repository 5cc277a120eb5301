package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;

/**
 * TPM2_NV_Increment: adds one to a counter. Source: TPM 2.0 Part 3 §31.8.
 *
 * @param authHandle who may: the index itself, or TPM_RH_OWNER
 * @param nvIndex the index
 */
public record NV_Increment(Entity authHandle, Entity nvIndex) implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x00000134;
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

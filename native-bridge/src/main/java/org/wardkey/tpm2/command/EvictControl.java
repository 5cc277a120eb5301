package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_EvictControl: makes a loaded object persistent, or a persistent one vanish. Source: TPM 2.0 Part 3 §28.5.
 *
 * @param auth TPM_RH_OWNER or TPM_RH_PLATFORM
 * @param objectHandle the object
 * @param persistentHandle where it is to be, or is
 */
public record EvictControl(Entity auth, Entity objectHandle, Handle persistentHandle)
        implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x00000120;
    }

    @Override
    public List<Entity> entities() {
        return List.of(auth, objectHandle);
    }

    @Override
    public int authorizations() {
        return 1;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.put(persistentHandle);
    }

    @Override
    public None readResponse(Handle handle, TpmReader in) {
        return None.NONE;
    }
}

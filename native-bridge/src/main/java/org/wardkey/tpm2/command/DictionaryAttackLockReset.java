package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;

/**
 * TPM2_DictionaryAttackLockReset: ends lockout. Source: TPM 2.0 Part 3 §25.2.
 *
 * @param lockHandle TPM_RH_LOCKOUT
 */
public record DictionaryAttackLockReset(Entity lockHandle) implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x00000139;
    }

    @Override
    public List<Entity> entities() {
        return List.of(lockHandle);
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

package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_DictionaryAttackParameters: sets when lockout begins and ends. Source: TPM 2.0 Part 3 §25.3.
 *
 * @param lockHandle TPM_RH_LOCKOUT
 * @param newMaxTries wrong authorizations before lockout
 * @param newRecoveryTime seconds until one is forgiven
 * @param lockoutRecovery seconds after a wrong authorization of TPM_RH_LOCKOUT
 */
public record DictionaryAttackParameters(Entity lockHandle, int newMaxTries, int newRecoveryTime, int lockoutRecovery)
        implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x0000013A;
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
    public void writeParameters(TpmWriter out) {
        out.u32(newMaxTries);
        out.u32(newRecoveryTime);
        out.u32(lockoutRecovery);
    }

    @Override
    public None readResponse(Handle handle, TpmReader in) {
        return None.NONE;
    }
}

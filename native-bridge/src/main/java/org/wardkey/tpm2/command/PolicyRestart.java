package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;

/**
 * TPM2_PolicyRestart: sets a policy session back to its start. Source: TPM 2.0 Part 3 §11.2.
 *
 * @param policySession the policy session
 */
public record PolicyRestart(Entity policySession) implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x00000180;
    }

    @Override
    public List<Entity> entities() {
        return List.of(policySession);
    }

    @Override
    public None readResponse(Handle handle, TpmReader in) {
        return None.NONE;
    }
}

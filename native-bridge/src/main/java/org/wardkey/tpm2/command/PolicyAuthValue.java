package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;

/**
 * TPM2_PolicyAuthValue: asks for the object's authorization value in the HMAC. Source: TPM 2.0 Part 3 §23.17.
 *
 * @param policySession the policy session
 */
public record PolicyAuthValue(Entity policySession) implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x0000016B;
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

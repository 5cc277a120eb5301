package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_PolicyCommandCode: limits a policy to one command. Source: TPM 2.0 Part 3 §23.11.
 *
 * @param policySession the policy session
 * @param commandCode its TPM_CC
 */
public record PolicyCommandCode(Entity policySession, int commandCode) implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x0000016C;
    }

    @Override
    public List<Entity> entities() {
        return List.of(policySession);
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.u32(commandCode);
    }

    @Override
    public None readResponse(Handle handle, TpmReader in) {
        return None.NONE;
    }
}

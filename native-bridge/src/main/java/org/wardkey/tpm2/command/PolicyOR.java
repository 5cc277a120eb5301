package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_PolicyOR: asserts that one of two to eight policies was met. Source: TPM 2.0 Part 3 §23.6.
 *
 * @param policySession the policy session
 * @param hashList their digests
 */
public record PolicyOR(Entity policySession, List<byte[]> hashList) implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x00000171;
    }

    @Override
    public List<Entity> entities() {
        return List.of(policySession);
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.u32(hashList.size());
        hashList.forEach(out::sized);
    }

    @Override
    public None readResponse(Handle handle, TpmReader in) {
        return None.NONE;
    }
}

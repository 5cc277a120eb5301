package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Comparison;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_PolicyNV: asserts that an NV index compares so. It is checked now, not when the session is used. Source: TPM 2.0 Part 3 §23.9.
 *
 * @param authHandle who may read it: the index itself, or TPM_RH_OWNER
 * @param nvIndex the index
 * @param policySession the policy session
 * @param operandB what it is compared with
 * @param offset where in the index
 * @param operation how
 */
public record PolicyNV(
        Entity authHandle, Entity nvIndex, Entity policySession, byte[] operandB, int offset, Comparison operation)
        implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x00000149;
    }

    @Override
    public List<Entity> entities() {
        return List.of(authHandle, nvIndex, policySession);
    }

    @Override
    public int authorizations() {
        return 1;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(operandB);
        out.u16(offset);
        out.u16(operation.code());
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

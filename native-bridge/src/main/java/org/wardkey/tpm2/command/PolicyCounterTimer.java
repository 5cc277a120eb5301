package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Comparison;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_PolicyCounterTimer: asserts that the clock compares so. It is checked now, not when the session is used. Source: TPM 2.0 Part 3 §23.10.
 *
 * @param policySession the policy session
 * @param operandB what it is compared with
 * @param offset in TPMS_TIME_INFO: time 0, clock 8, resetCount 16, restartCount 20, safe 24
 * @param operation how
 */
public record PolicyCounterTimer(Entity policySession, byte[] operandB, int offset, Comparison operation)
        implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x0000016D;
    }

    @Override
    public List<Entity> entities() {
        return List.of(policySession);
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

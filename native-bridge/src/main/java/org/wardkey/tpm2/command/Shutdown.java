package org.wardkey.tpm2.command;

import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_Shutdown: makes the TPM ready to lose power. Source: TPM 2.0 Part 3 §9.4.
 *
 * @param shutdownType TPM_SU_CLEAR 0 or TPM_SU_STATE 1
 */
public record Shutdown(int shutdownType) implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x00000145;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.u16(shutdownType);
    }

    @Override
    public None readResponse(Handle handle, TpmReader in) {
        return None.NONE;
    }
}

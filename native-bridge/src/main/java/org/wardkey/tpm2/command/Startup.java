package org.wardkey.tpm2.command;

import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_Startup: starts the TPM after its _TPM_Init, if firmware did not. Source: TPM 2.0 Part 3 §9.3.
 *
 * @param startupType TPM_SU_CLEAR 0 or TPM_SU_STATE 1
 */
public record Startup(int startupType) implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x00000144;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.u16(startupType);
    }

    @Override
    public None readResponse(Handle handle, TpmReader in) {
        return None.NONE;
    }
}

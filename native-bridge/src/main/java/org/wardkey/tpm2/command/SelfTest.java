package org.wardkey.tpm2.command;

import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_SelfTest: tests the TPM. Source: TPM 2.0 Part 3 §10.2.
 *
 * @param fullTest whether everything is tested again
 */
public record SelfTest(boolean fullTest) implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x00000143;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.u8(fullTest ? 1 : 0);
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public None readResponse(Handle handle, TpmReader in) {
        return None.NONE;
    }
}

package org.wardkey.tpm2.command;

import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_FlushContext: removes an object or a session. Source: TPM 2.0 Part 3 §28.4.
 *
 * @param flushHandle which; a parameter here, no handle
 */
public record FlushContext(Handle flushHandle) implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x00000165;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.put(flushHandle);
    }

    @Override
    public None readResponse(Handle handle, TpmReader in) {
        return None.NONE;
    }
}

package org.wardkey.tpm2.command;

import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_StirRandom: adds to the state of the random number generator. Source: TPM 2.0 Part 3 §16.2.
 *
 * @param inData at most 128 octets
 */
public record StirRandom(byte[] inData) implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x00000146;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(inData);
    }

    @Override
    public boolean encryptsRequest() {
        return true;
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

package org.wardkey.tpm2.command;

import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_GetRandom: reads the random number generator. Source: TPM 2.0 Part 3 §16.1.
 *
 * @param bytesRequested how many octets; a TPM may give fewer, at most one digest
 */
public record GetRandom(int bytesRequested) implements TpmCommand<byte[]> {
    @Override
    public int code() {
        return 0x0000017B;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.u16(bytesRequested);
    }

    @Override
    public boolean encryptsResponse() {
        return true;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public byte[] readResponse(Handle handle, TpmReader in) {
        return in.sized("randomBytes");
    }
}

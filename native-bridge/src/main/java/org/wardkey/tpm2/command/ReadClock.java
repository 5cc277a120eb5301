package org.wardkey.tpm2.command;

import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TimeInfo;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;

/**
 * TPM2_ReadClock: reads the clock. Source: TPM 2.0 Part 3 §29.1.
 */
public record ReadClock() implements TpmCommand<TimeInfo> {
    @Override
    public int code() {
        return 0x00000181;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public TimeInfo readResponse(Handle handle, TpmReader in) {
        return TimeInfo.read(in);
    }
}

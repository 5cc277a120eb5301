package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_ClockSet: sets the clock forward; nothing sets it back. Source: TPM 2.0 Part 3 §29.2.
 *
 * @param auth TPM_RH_OWNER or TPM_RH_PLATFORM
 * @param newTime milliseconds
 */
public record ClockSet(Entity auth, long newTime) implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x00000128;
    }

    @Override
    public List<Entity> entities() {
        return List.of(auth);
    }

    @Override
    public int authorizations() {
        return 1;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.u64(newTime);
    }

    @Override
    public None readResponse(Handle handle, TpmReader in) {
        return None.NONE;
    }
}

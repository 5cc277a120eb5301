package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_SequenceUpdate: adds to a sequence. Source: TPM 2.0 Part 3 §17.4.
 *
 * @param sequenceHandle the sequence
 * @param buffer at most TPM_PT_INPUT_BUFFER octets
 */
public record SequenceUpdate(Entity sequenceHandle, byte[] buffer) implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x0000015C;
    }

    @Override
    public List<Entity> entities() {
        return List.of(sequenceHandle);
    }

    @Override
    public int authorizations() {
        return 1;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(buffer);
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

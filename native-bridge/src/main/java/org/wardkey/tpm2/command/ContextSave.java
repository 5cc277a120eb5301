package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.SavedContext;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;

/**
 * TPM2_ContextSave: saves an object or a session outside the TPM. A session's handle stays, an object stays loaded. Source: TPM 2.0 Part 3 §28.2.
 *
 * @param saveHandle what to save
 */
public record ContextSave(Entity saveHandle) implements TpmCommand<SavedContext> {
    @Override
    public int code() {
        return 0x00000162;
    }

    @Override
    public List<Entity> entities() {
        return List.of(saveHandle);
    }

    @Override
    public SavedContext readResponse(Handle handle, TpmReader in) {
        return SavedContext.read(in);
    }
}

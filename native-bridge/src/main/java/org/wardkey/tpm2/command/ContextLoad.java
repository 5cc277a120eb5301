package org.wardkey.tpm2.command;

import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.SavedContext;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_ContextLoad: loads what was saved. Source: TPM 2.0 Part 3 §28.3.
 *
 * @param context from {@link ContextSave}
 */
public record ContextLoad(SavedContext context) implements TpmCommand<Handle> {
    @Override
    public int code() {
        return 0x00000161;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.put(context);
    }

    @Override
    public boolean returnsHandle() {
        return true;
    }

    @Override
    public Handle readResponse(Handle handle, TpmReader in) {
        return handle;
    }
}

package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_Load: loads an object under its parent. Source: TPM 2.0 Part 3 §12.2.
 *
 * @param parentHandle the parent
 * @param inPrivate TPM2B_PRIVATE, from TPM2_Create
 * @param inPublic its public area to be
 */
public record Load(Entity parentHandle, byte[] inPrivate, Public inPublic) implements TpmCommand<Load.Result> {
    @Override
    public int code() {
        return 0x00000157;
    }

    @Override
    public List<Entity> entities() {
        return List.of(parentHandle);
    }

    @Override
    public int authorizations() {
        return 1;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(inPrivate);
        out.sized(inPublic::writeTo);
    }

    @Override
    public boolean encryptsRequest() {
        return true;
    }

    @Override
    public boolean encryptsResponse() {
        return true;
    }

    @Override
    public boolean returnsHandle() {
        return true;
    }

    @Override
    public Result readResponse(Handle handle, TpmReader in) {
        return new Result(handle, Name.read(in, "TPM2B_NAME"));
    }

    /**
     * The loaded object.
     *
     * @param objectHandle the transient handle
     * @param name its Name
     */
    public record Result(Handle objectHandle, Name name) {}
}

package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;

/**
 * TPM2_ReadPublic: reads the public area of a loaded object. Source: TPM 2.0 Part 3 §12.4.
 *
 * @param objectHandle the object
 */
public record ReadPublic(Entity objectHandle) implements TpmCommand<ReadPublic.Result> {
    @Override
    public int code() {
        return 0x00000173;
    }

    @Override
    public List<Entity> entities() {
        return List.of(objectHandle);
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
    public Result readResponse(Handle handle, TpmReader in) {
        return new Result(
                in.sized("TPM2B_PUBLIC", Public::read), Name.read(in, "TPM2B_NAME"), Name.read(in, "qualifiedName"));
    }

    /**
     * What anybody may know.
     *
     * @param outPublic its public area
     * @param name its Name
     * @param qualifiedName its Name with those of all its parents
     */
    public record Result(Public outPublic, Name name, Name qualifiedName) {}
}

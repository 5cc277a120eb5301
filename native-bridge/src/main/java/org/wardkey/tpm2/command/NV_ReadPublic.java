package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.NvPublic;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;

/**
 * TPM2_NV_ReadPublic: reads the public area of an NV index. Source: TPM 2.0 Part 3 §31.6.
 *
 * @param nvIndex the index
 */
public record NV_ReadPublic(Entity nvIndex) implements TpmCommand<NV_ReadPublic.Result> {
    @Override
    public int code() {
        return 0x00000169;
    }

    @Override
    public List<Entity> entities() {
        return List.of(nvIndex);
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
        return new Result(in.sized("TPM2B_NV_PUBLIC", NvPublic::read), Name.read(in, "TPM2B_NAME"));
    }

    /**
     * What anybody may know.
     *
     * @param nvPublic its public area
     * @param nvName its Name
     */
    public record Result(NvPublic nvPublic, Name nvName) {}
}

package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.NvPublic;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_NV_DefineSpace: defines an NV index. Source: TPM 2.0 Part 3 §31.3.
 *
 * @param authHandle TPM_RH_OWNER or TPM_RH_PLATFORM
 * @param auth the authorization value of the index
 * @param publicInfo what it is
 */
public record NV_DefineSpace(Entity authHandle, byte[] auth, NvPublic publicInfo)
        implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x0000012A;
    }

    @Override
    public List<Entity> entities() {
        return List.of(authHandle);
    }

    @Override
    public int authorizations() {
        return 1;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(auth);
        out.sized(publicInfo::writeTo);
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

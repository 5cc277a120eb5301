package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_NV_Read: reads an NV index; the array is the caller's to wipe. Source: TPM 2.0 Part 3 §31.13.
 *
 * @param authHandle who may: the index itself, or TPM_RH_OWNER
 * @param nvIndex the index
 * @param size how many octets
 * @param offset where they start
 */
public record NV_Read(Entity authHandle, Entity nvIndex, int size, int offset) implements TpmCommand<byte[]> {
    @Override
    public int code() {
        return 0x0000014E;
    }

    @Override
    public List<Entity> entities() {
        return List.of(authHandle, nvIndex);
    }

    @Override
    public int authorizations() {
        return 1;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.u16(size);
        out.u16(offset);
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
        return in.sized("data");
    }
}

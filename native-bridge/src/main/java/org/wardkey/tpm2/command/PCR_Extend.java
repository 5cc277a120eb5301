package org.wardkey.tpm2.command;

import java.util.List;
import java.util.Map;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_PCR_Extend: extends a PCR in some banks. Source: TPM 2.0 Part 3 §22.2.
 *
 * @param pcrHandle the PCR
 * @param digests what to extend with, a digest a bank
 */
public record PCR_Extend(Entity pcrHandle, Map<HashAlgorithm, byte[]> digests) implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x00000182;
    }

    @Override
    public List<Entity> entities() {
        return List.of(pcrHandle);
    }

    @Override
    public int authorizations() {
        return 1;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.u32(digests.size());
        digests.forEach((bank, digest) -> out.u16(bank.id()).bytes(digest));
    }

    @Override
    public None readResponse(Handle handle, TpmReader in) {
        return None.NONE;
    }
}

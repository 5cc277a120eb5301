package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_HMAC: computes an HMAC over up to 1024 octets. Source: TPM 2.0 Part 3 §15.5.
 *
 * @param keyHandle the key
 * @param buffer at most 1024 octets
 * @param hashAlg the hash algorithm of the key
 */
public record HMAC(Entity keyHandle, byte[] buffer, HashAlgorithm hashAlg) implements TpmCommand<byte[]> {
    @Override
    public int code() {
        return 0x00000155;
    }

    @Override
    public List<Entity> entities() {
        return List.of(keyHandle);
    }

    @Override
    public int authorizations() {
        return 1;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(buffer);
        out.u16(hashAlg.id());
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
    public byte[] readResponse(Handle handle, TpmReader in) {
        return in.sized(64, "outHMAC");
    }
}

package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_RSA_Encrypt: encrypts with RSA. Source: TPM 2.0 Part 3 §14.2.
 *
 * @param keyHandle the key
 * @param message what to encrypt
 * @param inScheme RSAES, OAEP or NULL
 * @param label the OAEP label, with its final zero; else empty
 */
public record RSA_Encrypt(Entity keyHandle, byte[] message, Scheme inScheme, byte[] label)
        implements TpmCommand<byte[]> {
    @Override
    public int code() {
        return 0x00000174;
    }

    @Override
    public List<Entity> entities() {
        return List.of(keyHandle);
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(message);
        out.put(inScheme);
        out.sized(label);
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
        return in.sized("outData");
    }
}

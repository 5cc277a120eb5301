package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_RSA_Decrypt: decrypts with RSA; the array is the caller's to wipe. Source: TPM 2.0 Part 3 §14.3.
 *
 * @param keyHandle the key
 * @param cipherText as long as the modulus
 * @param inScheme RSAES, OAEP or NULL
 * @param label the OAEP label, with its final zero; else empty
 */
public record RSA_Decrypt(Entity keyHandle, byte[] cipherText, Scheme inScheme, byte[] label)
        implements TpmCommand<byte[]> {
    @Override
    public int code() {
        return 0x00000159;
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
        out.sized(cipherText);
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
        return in.sized("message");
    }
}

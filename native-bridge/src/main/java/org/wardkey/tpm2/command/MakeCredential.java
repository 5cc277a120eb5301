package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Credential;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_MakeCredential: encrypts a secret so that a TPM with both keys alone can read it. Source: TPM 2.0 Part 3 §12.6.
 *
 * @param handle the endorsement key, public part
 * @param credential the secret; at most as long as the digest of the key's nameAlg
 * @param objectName the Name of the other key
 */
public record MakeCredential(Entity handle, byte[] credential, Name objectName) implements TpmCommand<Credential> {
    @Override
    public int code() {
        return 0x00000168;
    }

    @Override
    public List<Entity> entities() {
        return List.of(handle);
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(credential);
        out.put(objectName);
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
    public Credential readResponse(Handle handle, TpmReader in) {
        return new Credential(in.sized("credentialBlob"), in.sized("secret"));
    }
}

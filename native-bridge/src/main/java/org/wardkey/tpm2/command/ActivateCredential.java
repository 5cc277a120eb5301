package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_ActivateCredential: gives the secret of a credential, if both keys are in this TPM. Source: TPM 2.0 Part 3 §12.5.
 *
 * @param activateHandle the key that the credential is for
 * @param keyHandle the endorsement key
 * @param credentialBlob TPM2B_ID_OBJECT
 * @param secret TPM2B_ENCRYPTED_SECRET
 */
public record ActivateCredential(Entity activateHandle, Entity keyHandle, byte[] credentialBlob, byte[] secret)
        implements TpmCommand<byte[]> {
    @Override
    public int code() {
        return 0x00000147;
    }

    @Override
    public List<Entity> entities() {
        return List.of(activateHandle, keyHandle);
    }

    @Override
    public int authorizations() {
        return 2;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(credentialBlob);
        out.sized(secret);
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
        return in.sized("certInfo");
    }
}

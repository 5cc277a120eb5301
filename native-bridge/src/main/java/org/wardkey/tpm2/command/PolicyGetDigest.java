package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;

/**
 * TPM2_PolicyGetDigest: reads the digest of a policy session. Source: TPM 2.0 Part 3 §23.19.
 *
 * @param policySession the policy session
 */
public record PolicyGetDigest(Entity policySession) implements TpmCommand<byte[]> {
    @Override
    public int code() {
        return 0x00000189;
    }

    @Override
    public List<Entity> entities() {
        return List.of(policySession);
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
        return in.sized(64, "policyDigest");
    }
}

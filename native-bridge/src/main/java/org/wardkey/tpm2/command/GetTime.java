package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_GetTime: signs the clock. Source: TPM 2.0 Part 3 §18.7.
 *
 * @param privacyAdminHandle TPM_RH_ENDORSEMENT
 * @param signHandle the signing key
 * @param qualifyingData what shows freshness: at most a digest
 * @param inScheme how to sign; NULL for the key's own scheme
 */
public record GetTime(Entity privacyAdminHandle, Entity signHandle, byte[] qualifyingData, Scheme inScheme)
        implements TpmCommand<GetTime.Result> {
    @Override
    public int code() {
        return 0x0000014C;
    }

    @Override
    public List<Entity> entities() {
        return List.of(privacyAdminHandle, signHandle);
    }

    @Override
    public int authorizations() {
        return 2;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(qualifyingData);
        out.put(inScheme);
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
    public Result readResponse(Handle handle, TpmReader in) {
        return new Result(in.sized("TPM2B_ATTEST"), Signature.read(in));
    }

    /**
     * The attestation.
     *
     * @param attest an {@link Attest}, as it was signed
     * @param signature the signature over its digest
     */
    public record Result(byte[] attest, Signature signature) {}
}

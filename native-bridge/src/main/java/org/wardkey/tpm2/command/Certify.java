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
 * TPM2_Certify: signs that an object is in this TPM. Source: TPM 2.0 Part 3 §18.2.
 *
 * @param objectHandle the object
 * @param signHandle the signing key
 * @param qualifyingData what shows freshness: at most a digest
 * @param inScheme how to sign; NULL for the key's own scheme
 */
public record Certify(Entity objectHandle, Entity signHandle, byte[] qualifyingData, Scheme inScheme)
        implements TpmCommand<Certify.Result> {
    @Override
    public int code() {
        return 0x00000148;
    }

    @Override
    public List<Entity> entities() {
        return List.of(objectHandle, signHandle);
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

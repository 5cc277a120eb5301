package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.Ticket;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_CertifyCreation: signs that this TPM made an object. Source: TPM 2.0 Part 3 §18.3.
 *
 * @param signHandle the signing key
 * @param objectHandle the object
 * @param qualifyingData what shows freshness: at most a digest
 * @param creationHash the digest of its creation data
 * @param inScheme how to sign; NULL for the key's own scheme
 * @param creationTicket from its creation
 */
public record CertifyCreation(
        Entity signHandle,
        Entity objectHandle,
        byte[] qualifyingData,
        byte[] creationHash,
        Scheme inScheme,
        Ticket creationTicket)
        implements TpmCommand<CertifyCreation.Result> {
    @Override
    public int code() {
        return 0x0000014A;
    }

    @Override
    public List<Entity> entities() {
        return List.of(signHandle, objectHandle);
    }

    @Override
    public int authorizations() {
        return 1;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(qualifyingData);
        out.sized(creationHash);
        out.put(inScheme);
        out.put(creationTicket);
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

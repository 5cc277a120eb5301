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
 * TPM2_NV_Certify: signs what an NV index holds. Source: TPM 2.0 Part 3 §31.16.
 *
 * @param signHandle the signing key
 * @param authHandle who may read: the index itself, or TPM_RH_OWNER
 * @param nvIndex the index
 * @param qualifyingData what shows freshness: at most a digest
 * @param inScheme how to sign; NULL for the key's own scheme
 * @param size how many octets; with 0 for this and the offset, newer TPMs sign the digest of the whole instead
 * @param offset where they start
 */
public record NV_Certify(
        Entity signHandle,
        Entity authHandle,
        Entity nvIndex,
        byte[] qualifyingData,
        Scheme inScheme,
        int size,
        int offset)
        implements TpmCommand<NV_Certify.Result> {
    @Override
    public int code() {
        return 0x00000184;
    }

    @Override
    public List<Entity> entities() {
        return List.of(signHandle, authHandle, nvIndex);
    }

    @Override
    public int authorizations() {
        return 2;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(qualifyingData);
        out.put(inScheme);
        out.u16(size);
        out.u16(offset);
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
     * @param attest an {@link org.wardkey.tpm2.structure.Attest}, as it was signed
     * @param signature the signature over its digest
     */
    public record Result(byte[] attest, Signature signature) {}
}

package org.wardkey.tpm2.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.TpmReader;

/**
 * What a TPM signs of a {@link WindowRequest}, all with one attestation key.
 *
 * @param key the public area of the attestation key
 * @param time TPM2_GetTime: the clock
 * @param counter TPM2_NV_Certify: the counter's value
 * @param root TPM2_Certify: that the storage root key is in the same TPM
 * @param quote TPM2_Quote: the values of PCRs; empty if none were asked for
 */
public record RequestEvidence(
        Public key, Statement time, Statement counter, Statement root, Optional<Statement> quote) {
    /**
     * One statement.
     *
     * @param attest the octets of the TPMS_ATTEST; not copied
     * @param signature over them
     */
    public record Statement(byte[] attest, Signature signature) {}

    /** Evidence without PCRs. */
    public RequestEvidence(Public key, Statement time, Statement counter, Statement root) {
        this(key, time, counter, root, Optional.empty());
    }

    List<byte[]> fields() {
        List<byte[]> fields = new ArrayList<>(List.of(
                key.toBytes(),
                time.attest,
                time.signature.toBytes(),
                counter.attest,
                counter.signature.toBytes(),
                root.attest,
                root.signature.toBytes()));
        quote.ifPresent(said -> fields.addAll(List.of(said.attest, said.signature.toBytes())));
        return fields;
    }

    static RequestEvidence of(List<byte[]> fields) {
        return new RequestEvidence(
                TpmReader.readAll(fields.get(0), "attestation key", Public::read),
                statement(fields.get(1), fields.get(2)),
                statement(fields.get(3), fields.get(4)),
                statement(fields.get(5), fields.get(6)),
                fields.size() > 7 ? Optional.of(statement(fields.get(7), fields.get(8))) : Optional.empty());
    }

    private static Statement statement(byte[] attest, byte[] signature) {
        return new Statement(attest, TpmReader.readAll(signature, "TPMT_SIGNATURE", Signature::read));
    }
}

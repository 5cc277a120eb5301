package org.wardkey.tpm2.attestation;

import java.util.Optional;
import org.wardkey.tpm2.policy.EpochCounter;
import org.wardkey.tpm2.policy.RequestEvidence;
import org.wardkey.tpm2.policy.WindowRequest;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;

/** Judges what a device asks of an authority, by what its TPM signed. */
public final class WindowRequestVerifier {
    private WindowRequestVerifier() {}

    /**
     * Checks that the TPM of the attestation key says what stands in a request: clock, counter, storage root key, and the values of PCRs if it has some. Whether that key is in a genuine TPM,
     * and of the device that is meant, is for whoever knows its Name.
     *
     * @return the Name of the attestation key
     * @throws AttestationException if the TPM says another thing, or it is not the TPM that does
     */
    public static Name requireAttested(WindowRequest request) throws AttestationException {
        RequestEvidence evidence = request.evidence();
        WindowRequest.Subject subject = request.subject();
        AttestationKey key = AttestationKey.of(evidence.key());
        byte[] question = subject.qualifyingData();
        long clock = key.requireTime(evidence.time().attest(), evidence.time().signature(), question)
                .time()
                .clockInfo()
                .clock();
        long counter = key.requireCounter(
                evidence.counter().attest(),
                evidence.counter().signature(),
                question,
                EpochCounter.at(subject.epochIndex()).written());
        Name root = key.requireCertifiedName(
                evidence.root().attest(), evidence.root().signature(), question);
        if (clock != request.clockMillis() || counter + (subject.override() ? 1 : 0) != request.epoch()) {
            throw new AttestationException("request: expected clock " + clock + " and counter " + counter
                    + ", as the TPM signed, got clock " + request.clockMillis() + " and epoch " + request.epoch());
        }
        if (!root.equals(subject.storageRootKey())) {
            throw new AttestationException("request: expected storage root key " + root + ", as the TPM signed, got "
                    + subject.storageRootKey());
        }
        requireQuoted(key, request);
        return key.name();
    }

    /** A window has the digest that stands in the quote: here it is seen to be the TPM's, of these PCRs, now, and of the policy's hash algorithm. */
    private static void requireQuoted(AttestationKey key, WindowRequest request) throws AttestationException {
        WindowRequest.Subject subject = request.subject();
        Optional<RequestEvidence.Statement> quote = request.evidence().quote();
        if (quote.isPresent()) {
            key.requireQuotedDigest(
                    quote.get().attest(),
                    quote.get().signature(),
                    subject.qualifyingData(),
                    subject.pcrs().orElseThrow().selection(),
                    HashAlgorithm.SHA256);
        }
    }
}

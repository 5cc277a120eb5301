package org.wardkey.tpm2.attestation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wardkey.tpm2.policy.EpochCounter;
import org.wardkey.tpm2.policy.RequestEvidence;
import org.wardkey.tpm2.policy.WindowRequest;
import org.wardkey.tpm2.structure.Attest;
import org.wardkey.tpm2.structure.ClockInfo;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.TpmReader;

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
        requireOneRun(evidence);
        return key.name();
    }

    /**
     * All statements have one qualifying data, so that each could be of another day: they must be of one run of the TPM, and the quote no older than the clock that
     * the window is counted from. A request that is old as a whole still passes: by its epoch, and by the clock that the authority knows, it is told from a new one.
     */
    private static void requireOneRun(RequestEvidence evidence) throws AttestationException {
        ClockInfo time = clockInfo(evidence.time());
        List<RequestEvidence.Statement> others = new ArrayList<>(List.of(evidence.counter(), evidence.root()));
        evidence.quote().ifPresent(others::add);
        for (RequestEvidence.Statement other : others) {
            ClockInfo clock = clockInfo(other);
            if (clock.resetCount() != time.resetCount()
                    || clock.restartCount() != time.restartCount()
                    || Long.compareUnsigned(clock.clock(), time.clock()) < 0) {
                throw new AttestationException("request: expected what the TPM signed in one run, the clock first, got"
                        + " statements of several: ask for a request now");
            }
        }
    }

    private static ClockInfo clockInfo(RequestEvidence.Statement verified) {
        return TpmReader.readAll(verified.attest(), "TPMS_ATTEST", Attest::read).clockInfo();
    }

    /** A window has the digest that stands in the quote: here it is seen to be the TPM's, of these PCRs, and of the policy's hash algorithm. */
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

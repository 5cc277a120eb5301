package org.wardkey.tpm2.policy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.wardkey.tpm2.structure.Attest;
import org.wardkey.tpm2.structure.Attested;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.TpmFormatException;
import org.wardkey.tpm2.structure.TpmReader;

/**
 * What an authority needs to know of a TPM to sign a window for the keys of a token in it, with the TPM's own signatures. None of it is secret. Text, one
 * form only, integers in decimal, octets in hexadecimal:
 *
 * <pre>
 * wardkey-tpm-window-request/v1
 * token NAME                     a-z, 0-9, hyphen
 * storage-root-key HEX           its Name
 * epoch-index 0xHEX              the NV index of the counter, see {@link EpochCounter}
 * for window | override          an override is for the counter's next value
 * epoch NUMBER                   the value that the window is for
 * clock NUMBER                   the TPM's clock when this was written, milliseconds
 * attestation-key HEX            TPMT_PUBLIC
 * time HEX                       TPMS_ATTEST of TPM2_GetTime
 * time-signature HEX             TPMT_SIGNATURE
 * counter HEX                    TPMS_ATTEST of TPM2_NV_Certify
 * counter-signature HEX
 * root HEX                       TPMS_ATTEST of TPM2_Certify of the storage root key
 * root-signature HEX
 * </pre>
 *
 * <p>The qualifying data of all three is SHA-256 of the first five lines. A request for a window with PCRs is {@code wardkey-tpm-window-request/v2}: behind {@code for} comes
 * {@code pcrs sha256:0,2,7}, which is a sixth of those lines, and at the end {@code quote HEX}, the TPMS_ATTEST of TPM2_Quote, and {@code quote-signature HEX}.
 *
 * @param subject what the window is for
 * @param epoch the value that the counter is to have
 * @param clockMillis the TPM's clock in milliseconds, which stands still while the TPM has no power
 * @param evidence the TPM's signatures
 */
public record WindowRequest(Subject subject, long epoch, long clockMillis, RequestEvidence evidence) {
    /** The length of a group. */
    public static final int POLICY_REF_BYTES = 32;

    private static final String FORMAT = "wardkey-tpm-window-request/v1";
    private static final String FORMAT_WITH_PCRS = "wardkey-tpm-window-request/v2";
    private static final HexFormat HEX = HexFormat.of();
    private static final String OVERRIDE = "override";
    private static final List<String> FIELDS = List.of(
            "token",
            "storage-root-key",
            "epoch-index",
            "for",
            "epoch",
            "clock",
            "attestation-key",
            "time",
            "time-signature",
            "counter",
            "counter-signature",
            "root",
            "root-signature");
    private static final int FIRST_OF_EVIDENCE = 6;
    private static final String PCRS = "pcrs";
    private static final int PLACE_OF_PCRS = 4;
    private static final List<String> EVIDENCE = FIELDS.subList(FIRST_OF_EVIDENCE, FIELDS.size());
    private static final List<String> QUOTE = List.of("quote", "quote-signature");

    /**
     * What a window is for.
     *
     * @param token the token that has the keys
     * @param storageRootKey the Name of the storage root key of its TPM
     * @param epochIndex the counter's NV index
     * @param override whether it is an override, for the counter's next value
     * @param pcrs which PCRs are to keep their values; empty for none
     */
    public record Subject(
            String token, Name storageRootKey, Handle epochIndex, boolean override, Optional<PcrChoice> pcrs) {
        /**
         * Checks the name of the token.
         *
         * @throws IllegalArgumentException if it is none
         */
        public Subject {
            storageRootKey = new KeyGroup(token, storageRootKey).storageRootKey();
        }

        /** What a window without PCRs is for. */
        public Subject(String token, Name storageRootKey, Handle epochIndex, boolean override) {
            this(token, storageRootKey, epochIndex, override, Optional.empty());
        }

        /** Returns which keys it is for. */
        public KeyGroup group() {
            return new KeyGroup(token, storageRootKey);
        }

        /** Returns the policyRef: a window for one token in one TPM is none for another. */
        public byte[] policyRef() {
            return group().policyRef();
        }

        /** Returns the qualifying data of the evidence. */
        public byte[] qualifyingData() {
            return HashAlgorithm.SHA256.digest(lines().getBytes(StandardCharsets.US_ASCII));
        }

        private String lines() {
            return (pcrs.isPresent() ? FORMAT_WITH_PCRS : FORMAT) + "\ntoken " + token + "\nstorage-root-key "
                    + storageRootKey + "\nepoch-index " + epochIndex + "\nfor " + (override ? OVERRIDE : "window")
                    + "\n"
                    + pcrs.map(choice -> PCRS + " " + choice + "\n").orElse("");
        }
    }

    /**
     * Checks the numbers, and that there is a quote of the PCRs that it is for.
     *
     * @throws IllegalArgumentException if one is negative, or there is none, or of others
     */
    public WindowRequest {
        if (epoch < 0 || clockMillis < 0) {
            throw new IllegalArgumentException("expected an epoch and a clock of 0 or more, got another");
        }
        if (subject.pcrs().isPresent() != evidence.quote().isPresent()) {
            throw new IllegalArgumentException(
                    "expected a quote where there are PCRs, and none elsewhere, got another");
        }
        pcrs(subject, evidence);
    }

    /**
     * Says what to sign so that the keys can be used for a time from the request on, as the TPM's clock counts it.
     *
     * @param duration how long; at least a millisecond
     * @throws ArithmeticException if the TPM's clock cannot count so far
     */
    public PolicyWindow window(Duration duration) {
        if (duration.toMillis() <= 0) {
            throw new IllegalArgumentException("expected a window that ends after it is asked for, got " + duration);
        }
        return new PolicyWindow(
                counterName(),
                epoch,
                Math.addExact(clockMillis, duration.toMillis()),
                pcrs(subject, evidence),
                Optional.empty());
    }

    /** What the TPM quoted, digest and all: there is no other word of it in the request. */
    private static Optional<PcrCondition> pcrs(Subject subject, RequestEvidence evidence) {
        return subject.pcrs()
                .map(choice -> new PcrCondition(
                        choice, quoted(choice, evidence.quote().orElseThrow().attest())));
    }

    private static byte[] quoted(PcrChoice choice, byte[] attest) {
        try {
            if (TpmReader.readAll(attest, "TPMS_ATTEST", Attest::read).attested() instanceof Attested.Quote quote
                    && quote.pcrs().size() == 1
                    && quote.pcrs().get(0).bank() == choice.bank()
                    && BitSet.valueOf(quote.pcrs().get(0).select()).stream()
                            .boxed()
                            .toList()
                            .equals(choice.pcrs())) {
                return quote.pcrDigest();
            }
        } catch (TpmFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        throw new IllegalArgumentException("expected a quote of " + choice + ", got another");
    }

    private Name counterName() {
        return EpochCounter.at(subject.epochIndex()).written().name();
    }

    /** Returns the text, with its last new line; {@link #parse} reads it. */
    public String text() {
        StringBuilder text = new StringBuilder(subject.lines());
        text.append("epoch ")
                .append(epoch)
                .append("\nclock ")
                .append(clockMillis)
                .append('\n');
        List<byte[]> octets = evidence.fields();
        List<String> names = evidence(subject.pcrs().isPresent());
        for (int i = 0; i < octets.size(); i++) {
            text.append(names.get(i))
                    .append(' ')
                    .append(HEX.formatHex(octets.get(i)))
                    .append('\n');
        }
        return text.toString();
    }

    private static List<String> evidence(boolean withPcrs) {
        List<String> names = new ArrayList<>(EVIDENCE);
        if (withPcrs) {
            names.addAll(QUOTE);
        }
        return names;
    }

    /**
     * Reads a request in its one form. Nothing of it is verified: {@code WindowRequestVerifier} of the attestation package does.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static WindowRequest parse(String text) {
        boolean withPcrs = text.startsWith(FORMAT_WITH_PCRS + "\n");
        String format = withPcrs ? FORMAT_WITH_PCRS : FORMAT;
        List<String> names = new ArrayList<>(FIELDS.subList(0, FIRST_OF_EVIDENCE));
        names.addAll(evidence(withPcrs));
        if (withPcrs) {
            names.add(PLACE_OF_PCRS, PCRS);
        }
        List<String> fields = new ArrayList<>(NoteFields.read(text, format, names));
        Optional<PcrChoice> pcrs =
                withPcrs ? Optional.of(PcrChoice.parse(fields.remove(PLACE_OF_PCRS))) : Optional.empty();
        List<byte[]> octets = new ArrayList<>();
        for (String field : fields.subList(FIRST_OF_EVIDENCE, fields.size())) {
            octets.add(NoteFields.hex(field));
        }
        try {
            Subject subject = new Subject(
                    fields.get(0),
                    Name.of(NoteFields.hex(fields.get(1))),
                    NoteFields.nvIndex(fields.get(2)),
                    fields.get(3).equals(OVERRIDE),
                    pcrs);
            WindowRequest read = new WindowRequest(
                    subject,
                    NoteFields.number(fields.get(4)),
                    NoteFields.number(fields.get(5)),
                    RequestEvidence.of(octets));
            NoteFields.requireSame(text, read.text(), format);
            return read;
        } catch (TpmFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}

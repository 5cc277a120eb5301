package org.wardkey.tpm2.policy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.TpmFormatException;

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
 * <p>The qualifying data of all three is SHA-256 of the first five lines.
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
    private static final byte[] GROUP = "wardkey tpm window group 1\n".getBytes(StandardCharsets.US_ASCII);
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

    /**
     * What a window is for.
     *
     * @param token the token that has the keys
     * @param storageRootKey the Name of the storage root key of its TPM
     * @param epochIndex the counter's NV index
     * @param override whether it is an override, for the counter's next value
     */
    public record Subject(String token, Name storageRootKey, Handle epochIndex, boolean override) {
        /**
         * Checks the name of the token.
         *
         * @throws IllegalArgumentException if it is none
         */
        public Subject {
            if (!token.matches("[a-z][a-z0-9-]{0,31}")) {
                throw new IllegalArgumentException("expected a token's name like ward-1, got another");
            }
        }

        /** Returns the policyRef: a window for one token in one TPM is none for another. */
        public byte[] policyRef() {
            return HashAlgorithm.SHA256.digest(
                    GROUP, storageRootKey.bytes(), token.getBytes(StandardCharsets.US_ASCII));
        }

        /** Returns the qualifying data of the evidence. */
        public byte[] qualifyingData() {
            return HashAlgorithm.SHA256.digest(lines().getBytes(StandardCharsets.US_ASCII));
        }

        private String lines() {
            return FORMAT + "\ntoken " + token + "\nstorage-root-key " + storageRootKey + "\nepoch-index " + epochIndex
                    + "\nfor " + (override ? OVERRIDE : "window") + "\n";
        }
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public WindowRequest {
        if (epoch < 0 || clockMillis < 0) {
            throw new IllegalArgumentException("expected an epoch and a clock of 0 or more, got another");
        }
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
        return new PolicyWindow(counterName(), epoch, Math.addExact(clockMillis, duration.toMillis()));
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
        for (int i = 0; i < octets.size(); i++) {
            text.append(FIELDS.get(FIRST_OF_EVIDENCE + i))
                    .append(' ')
                    .append(HEX.formatHex(octets.get(i)))
                    .append('\n');
        }
        return text.toString();
    }

    /**
     * Reads a request in its one form. Nothing of it is verified: {@code WindowRequestVerifier} of the attestation package does.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static WindowRequest parse(String text) {
        List<String> fields = NoteFields.read(text, FORMAT, FIELDS);
        List<byte[]> octets = new ArrayList<>();
        for (String field : fields.subList(FIRST_OF_EVIDENCE, fields.size())) {
            octets.add(NoteFields.hex(field));
        }
        try {
            Subject subject = new Subject(
                    fields.get(0),
                    Name.of(NoteFields.hex(fields.get(1))),
                    NoteFields.nvIndex(fields.get(2)),
                    fields.get(3).equals(OVERRIDE));
            WindowRequest read = new WindowRequest(
                    subject,
                    NoteFields.number(fields.get(4)),
                    NoteFields.number(fields.get(5)),
                    RequestEvidence.of(octets));
            NoteFields.requireSame(text, read.text(), FORMAT);
            return read;
        } catch (TpmFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}

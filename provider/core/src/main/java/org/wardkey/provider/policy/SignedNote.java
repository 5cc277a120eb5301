package org.wardkey.provider.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.wardkey.provider.operation.RefusalCode;

/**
 * A text with signatures under it.
 *
 * <pre>
 * text, ending with a new line
 * (empty line)
 * — NAME base64(identifier of the key, 4 bytes, and signature)     one or more
 * </pre>
 *
 * <p>Source: C2SP signed-note.
 *
 * @param subject what the text is
 * @param text the text with its last new line
 * @param signatures the lines
 */
record SignedNote(Subject subject, String text, List<Line> signatures) {
    private static final String DASH = "\u2014 ";
    private static final int LARGEST_CHARACTERS = 1 << 20;
    private static final int MOST_SIGNATURES = 64;
    private static final int IDENTIFIER_BYTES = 4;

    /** What is signed, and how its refusals are called. */
    enum Subject {
        /** Policy files. */
        BUNDLE("The bundle", RefusalCode.BUNDLE_ALTERED, RefusalCode.BUNDLE_NOT_SIGNED),
        /** A statement of the time. */
        TIME_ANSWER("The answer", RefusalCode.TIME_NOTE_MALFORMED, RefusalCode.TIME_ANSWER_NOT_SIGNED);

        private final String words;
        private final RefusalCode malformed;
        private final RefusalCode notSigned;

        Subject(String words, RefusalCode malformed, RefusalCode notSigned) {
            this.words = words;
            this.malformed = malformed;
            this.notSigned = notSigned;
        }

        private PolicyProblem malformed(String expected) {
            return new PolicyProblem(
                    malformed, words + ": expected a signed note with " + expected + "; fetch it again.");
        }
    }

    /** A signature line. */
    record Line(String name, byte[] identifier, byte[] signature) {}

    static SignedNote parse(Subject subject, String note) throws PolicyProblem {
        if (note.length() > LARGEST_CHARACTERS
                || note.chars().anyMatch(c -> c < ' ' && c != '\n')
                || note.indexOf('\uFFFD') >= 0) {
            throw subject.malformed("at most 1 MiB of UTF-8 without control characters");
        }
        int split = note.lastIndexOf("\n\n");
        if (split < 0 || !note.endsWith("\n")) {
            throw subject.malformed("a text, an empty line and signatures");
        }
        List<Line> lines = new ArrayList<>();
        for (String line : note.substring(split + 2).split("\n", -1)) {
            if (!line.isEmpty()) {
                lines.add(line(subject, line));
            }
        }
        if (lines.isEmpty() || lines.size() > MOST_SIGNATURES) {
            throw subject.malformed("1 to " + MOST_SIGNATURES + " signatures");
        }
        return new SignedNote(subject, note.substring(0, split + 1), lines);
    }

    private static Line line(Subject subject, String line) throws PolicyProblem {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(DASH) || space <= DASH.length()) {
            throw subject.malformed("signature lines of a dash, a name and a signature");
        }
        try {
            String base64 = line.substring(space + 1);
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                // The decoder forgives bits behind the end: two texts of one signature.
                throw subject.malformed("signatures in base64 of one form");
            }
            if (bytes.length > IDENTIFIER_BYTES) {
                return new Line(
                        line.substring(DASH.length(), space),
                        Arrays.copyOf(bytes, IDENTIFIER_BYTES),
                        Arrays.copyOfRange(bytes, IDENTIFIER_BYTES, bytes.length));
            }
        } catch (IllegalArgumentException e) {
            throw subject.malformed("signatures in base64");
        }
        throw subject.malformed("signatures of more than 4 bytes");
    }

    /** The keys whose signatures are valid; a known key's invalid signature spoils the note. */
    List<BundleKey> signers(List<BundleKey> known, BundleCryptography cryptography) throws PolicyProblem {
        List<BundleKey> signers = new ArrayList<>();
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        for (BundleKey key : known) {
            byte[] identifier = key.identifier(cryptography);
            for (Line line : signatures) {
                if (!line.name().equals(key.name()) || !Arrays.equals(line.identifier(), identifier)) {
                    continue;
                }
                if (!cryptography.verify(key, message, line.signature())) {
                    throw new PolicyProblem(
                            subject.notSigned,
                            subject.words + ": expected a valid signature of " + key.name() + ", got an invalid one.");
                }
                if (!signers.contains(key)) {
                    signers.add(key);
                }
            }
        }
        return signers;
    }

    /** A signature line for a text. */
    static String line(BundleKey key, byte[] signature, BundleCryptography cryptography) {
        return line(new Line(key.name(), key.identifier(cryptography), signature));
    }

    static String line(Line line) {
        byte[] bytes = Arrays.copyOf(line.identifier(), line.identifier().length + line.signature().length);
        System.arraycopy(line.signature(), 0, bytes, line.identifier().length, line.signature().length);
        return DASH + line.name() + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
    }
}

package org.wardkey.provider.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.wardkey.provider.operation.RefusalCode;

/**
 * An authority's answer to a challenge: what time it was when it signed. A signed note.
 *
 * <pre>
 * wardkey-time-answer/v1
 * home HEX
 * boot NAME
 * nonce HEX              these three as in the challenge
 * time INSTANT
 * </pre>
 *
 * <p>The first line keeps it apart from everything else that the same key may sign.
 *
 * <p>Source: C2SP signed-note.
 *
 * @param challenge what was asked
 * @param time what the authority's clock showed when it signed
 */
public record TimeAnswer(TimeChallenge challenge, Instant time) {
    private static final String FORMAT = "wardkey-time-answer/v1";
    private static final int TIME_LINE = 4;

    /**
     * An answer that an authority signed.
     *
     * @param answer what it says
     * @param signer the name of the key that signed
     */
    public record Verified(TimeAnswer answer, String signer) {}

    /** @return the text to be signed, as UTF-8, with its last new line */
    public String text() {
        return FORMAT + "\n" + challenge.lines() + "time " + time + "\n";
    }

    /**
     * Puts a signature under the text.
     *
     * @param key whose it is
     * @param signature its signature of {@link #text}
     * @param cryptography hashes
     * @return the signed note; {@link #verify} reads it
     */
    public String note(BundleKey key, byte[] signature, BundleCryptography cryptography) {
        return text() + "\n" + SignedNote.line(key, signature, cryptography);
    }

    /**
     * Verifies an answer. Nothing of it is believed before its signature is; whether it belongs to an open
     * challenge is for whoever keeps those.
     *
     * @param note the signed note
     * @param authorities the keys of which any may sign
     * @param cryptography hashes and verifies
     * @return the answer and who signed it
     * @throws PolicyProblem if it is no such note, or none of the keys signed it
     */
    public static Verified verify(String note, List<BundleKey> authorities, BundleCryptography cryptography)
            throws PolicyProblem {
        SignedNote signed = SignedNote.parse(SignedNote.Subject.TIME_ANSWER, note);
        List<BundleKey> signers = signed.signers(authorities, cryptography);
        if (signers.isEmpty()) {
            throw new PolicyProblem(
                    RefusalCode.TIME_ANSWER_NOT_SIGNED,
                    "The answer: expected a valid signature of one of the " + authorities.size()
                            + " keys of time-authority, got none.");
        }
        return new Verified(parse(signed.text()), signers.get(0).name());
    }

    /** Reads the text in its one form: what is read must write back to the same text. */
    private static TimeAnswer parse(String text) throws PolicyProblem {
        List<String> lines = List.of(text.split("\n", -1));
        try {
            TimeAnswer answer =
                    new TimeAnswer(TimeChallenge.of(lines), Instant.parse(TimeChallenge.value(lines, TIME_LINE)));
            if (answer.text().equals(text)) {
                return answer;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw malformed();
        }
        throw malformed();
    }

    private static PolicyProblem malformed() {
        return new PolicyProblem(
                RefusalCode.TIME_NOTE_MALFORMED, "The answer: expected the form of " + FORMAT + ", got another.");
    }
}

package org.wardkey.provider.policy;

import java.util.List;
import org.wardkey.provider.operation.RefusalCode;

/**
 * The question for the time: which home asks, in which boot, and a nonce that makes it unlike all others.
 * None of it is secret.
 *
 * <pre>
 * wardkey-time-challenge/v1
 * home HEX               16 bytes
 * boot NAME              letters, digits and hyphens
 * nonce HEX              32 bytes
 * </pre>
 *
 * @param home names the home: 32 hexadecimal digits
 * @param boot names the boot of its machine
 * @param nonce 64 hexadecimal digits, random
 */
public record TimeChallenge(String home, String boot, String nonce) {
    /** The length of a nonce. */
    public static final int NONCE_BYTES = 32;

    /** The length of a home's name. */
    public static final int HOME_BYTES = 16;

    private static final String FORMAT = "wardkey-time-challenge/v1";

    /**
     * Checks the fields.
     *
     * @throws IllegalArgumentException if one is not of the form
     */
    public TimeChallenge {
        boolean plain = home.matches("[0-9a-f]{" + 2 * HOME_BYTES + "}")
                && boot.matches("[A-Za-z0-9-]{1,64}")
                && nonce.matches("[0-9a-f]{" + 2 * NONCE_BYTES + "}");
        if (!plain) {
            throw new IllegalArgumentException("Expected home, boot and nonce of a challenge, got others.");
        }
    }

    /** @return the challenge as text, with its last new line; {@link #parse} reads it */
    public String text() {
        return FORMAT + "\n" + lines();
    }

    /** The fields as a challenge and its answer have them. */
    String lines() {
        return "home " + home + "\nboot " + boot + "\nnonce " + nonce + "\n";
    }

    /**
     * Reads a challenge in its one form.
     *
     * @param text the text
     * @return the challenge
     * @throws PolicyProblem if it is none
     */
    public static TimeChallenge parse(String text) throws PolicyProblem {
        List<String> lines = List.of(text.split("\n", -1));
        try {
            TimeChallenge challenge = of(lines);
            if (challenge.text().equals(text)) {
                return challenge;
            }
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
        throw malformed();
    }

    /** Takes the fields from lines 2 to 4; whoever calls compares the whole text. */
    static TimeChallenge of(List<String> lines) {
        return new TimeChallenge(value(lines, 1), value(lines, 2), value(lines, 3));
    }

    /** What stands behind the first space of a line; empty if there is no such line. */
    static String value(List<String> lines, int index) {
        String line = index < lines.size() ? lines.get(index) : "";
        return line.substring(line.indexOf(' ') + 1);
    }

    private static PolicyProblem malformed() {
        return new PolicyProblem(
                RefusalCode.TIME_NOTE_MALFORMED,
                "The challenge: expected the form of " + FORMAT + ", whole and unchanged, got another.");
    }
}

package org.wardkey.conformance;

import java.util.HexFormat;

/**
 * One test's outcome with its evidence.
 *
 * @param outcome what became of the test
 * @param reason for a failure what was expected; for a test that did not run, why; empty for a pass
 * @param came for a failure what came; otherwise empty
 */
record Verdict(Outcome outcome, String reason, String came) {
    private static final int SHOWN_CHARACTERS = 240;
    private static final Verdict PASS = new Verdict(Outcome.PASS, "", "");

    static Verdict pass() {
        return PASS;
    }

    static Verdict fail(String expected, String came) {
        return new Verdict(Outcome.FAIL, printable(expected), printable(came));
    }

    static Verdict outside(String reason) {
        return new Verdict(Outcome.OUTSIDE_CAPABILITY, printable(reason), "");
    }

    static Verdict notExpressible(String reason) {
        return new Verdict(Outcome.NOT_EXPRESSIBLE, printable(reason), "");
    }

    boolean passed() {
        return outcome == Outcome.PASS;
    }

    /** Vector files and foreign exceptions are untrusted text: control characters are escaped, length is capped. */
    static String printable(String text) {
        return printable(text, SHOWN_CHARACTERS);
    }

    static String printable(String text, int characters) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), characters));
        text.codePoints().limit(characters).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                shown.append(String.format("\\u%04x", c));
                return;
            }
            shown.appendCodePoint(c);
        });
        return text.codePointCount(0, text.length()) > characters ? shown + "..." : shown.toString();
    }

    /** Bytes of a public vector, as a failure shows them. */
    static String hex(byte[] bytes) {
        return bytes.length == 0 ? "(empty)" : HexFormat.of().formatHex(bytes);
    }
}

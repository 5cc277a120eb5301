package org.wardkey.sdk.cli;

/** Makes text safe for a terminal: whoever chose it must not move the cursor or forge lines. */
final class Printable {
    private Printable() {}

    /**
     * Escapes control and format characters.
     *
     * @param untrusted any text
     * @return the text on one line
     */
    static String text(String untrusted) {
        StringBuilder printable = new StringBuilder(untrusted.length());
        untrusted.codePoints().forEach(c -> {
            if (Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.SURROGATE
                    || c == '\u2028'
                    || c == '\u2029') {
                printable.append(String.format("\\u{%x}", c));
            } else {
                printable.appendCodePoint(c);
            }
        });
        return printable.toString();
    }
}

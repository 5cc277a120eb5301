package org.wardkey.conformance.report;

/** Escapes text of vectors and foreign exceptions, all of it untrusted. */
final class Markup {
    private static final String REPLACEMENT = "\ufffd";

    private Markup() {}

    /** For the content and quoted attributes of HTML and XML 1.0; characters that XML cannot hold are replaced. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> escaped.append(escaped(c)));
        return escaped.toString();
    }

    private static String escaped(int c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> isXml(c) ? Character.toString(c) : REPLACEMENT;
        };
    }

    private static boolean isXml(int c) {
        boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return (c >= ' ' || c == '\t' || c == '\n') && !surrogate && c != 0xfffe && c != 0xffff;
    }

    /** One field of a CSV file; a sheet must not take it for a formula. */
    static String csv(String text) {
        String shown = text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        return "\"" + shown.replace("\"", "\"\"") + "\"";
    }
}

package org.wardkey.provider.hocon;

/** Makes text that an author chose fit for a message. */
final class Printable {
    private static final int LONGEST = 80;

    private Printable() {}

    static String text(String untrusted) {
        String plain = untrusted.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "...";
    }
}

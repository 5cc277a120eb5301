package org.wardkey.tpm2.policy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;

/** Lines of a name, a space and a value, behind a line that names the format. */
final class NoteFields {
    /** The value of what is not there. */
    static final String NONE = "none";

    private static final int LONGEST_TEXT = 8192;

    private NoteFields() {}

    /** Returns the values in the order of the names; there must be no other lines. */
    static List<String> read(String text, String format, List<String> names) {
        String[] lines = text.length() > LONGEST_TEXT ? new String[0] : text.split("\n", -1);
        if (lines.length != names.size() + 2 || !lines[0].equals(format)) {
            throw malformed(format);
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String start = names.get(i) + " ";
            if (!lines[i + 1].startsWith(start)) {
                throw malformed(format);
            }
            values.add(lines[i + 1].substring(start.length()));
        }
        return values;
    }

    static byte[] hex(String value) {
        try {
            return HexFormat.of().parseHex(value);
        } catch (IllegalArgumentException e) {
            // As for numbers.
            throw noOctets();
        }
    }

    /** The Name of an NV index under SHA-256. */
    static Name name(String value) {
        byte[] name = hex(value);
        if (name.length != 2 + HashAlgorithm.SHA256.sizeBytes()) {
            throw new IllegalArgumentException("expected a Name of 34 bytes, got " + name.length);
        }
        return Name.of(name);
    }

    static Handle nvIndex(String value) {
        if (!value.matches("0x01[0-9A-F]{6}")) {
            throw new IllegalArgumentException("expected an NV index such as 0x0180574B, got another");
        }
        return new Handle(Integer.parseInt(value.substring(2), 16));
    }

    static long number(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            // Its message has the text, which may be anybody's.
            throw noNumber();
        }
    }

    /** From 0 to 2147483647. */
    static int smallNumber(String value) {
        long number = number(value);
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw noNumber();
        }
        return (int) number;
    }

    /** A count of a TPM. */
    static int unsignedNumber(String value) {
        long number = number(value);
        if (number < 0 || number > 0xFFFF_FFFFL) {
            throw noNumber();
        }
        return (int) number;
    }

    private static IllegalArgumentException noOctets() {
        return new IllegalArgumentException("expected octets in hexadecimal, got another");
    }

    private static IllegalArgumentException noNumber() {
        return new IllegalArgumentException("expected a number in decimal, in its range, got another");
    }

    /** One form only: what was read must write back to the same text. */
    static void requireSame(String text, String again, String format) {
        if (!text.equals(again)) {
            throw malformed(format);
        }
    }

    private static IllegalArgumentException malformed(String format) {
        return new IllegalArgumentException("expected the form of " + format + ", whole and unchanged, got another");
    }
}

package org.wardkey.conformance;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One record of a CAVP response file, with what its section says.
 *
 * @param where the file and line of its beginning
 * @param fields fields of the record and, where it has none of a name, of its section; names in lower case
 * @param words what stands without a value: {@code FAIL}, and of the section {@code ENCRYPT} or {@code DECRYPT}
 */
record CavpRecord(String where, Map<String, String> fields, Set<String> words) {
    CavpRecord {
        fields = Map.copyOf(fields);
        words = Set.copyOf(words);
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    String text(String name) throws VectorFormatException {
        String value = fields.get(name);
        if (value == null) {
            throw new VectorFormatException(where, "a record without \"" + name + "\"");
        }
        return value;
    }

    int number(String name) throws VectorFormatException {
        try {
            return Integer.parseInt(text(name));
        } catch (NumberFormatException e) {
            throw new VectorFormatException(where, "\"" + name + "\" is not a whole number: " + text(name), e);
        }
    }

    /** Hexadecimal digits, cut to a length where the file writes {@code 00} for none. */
    String cut(String name, int bytes) throws VectorFormatException {
        String digits = text(name);
        return digits.length() > 2 * bytes ? digits.substring(0, 2 * bytes) : digits;
    }

    /** Whether the record says that its input is invalid. */
    boolean failed() {
        String result = fields.getOrDefault("result", "p");
        return words.contains("FAIL") || result.startsWith("F") || result.startsWith("f");
    }

    boolean encrypts() {
        return !words.contains("DECRYPT");
    }

    /** What tells this record from others of its file. */
    String comment() {
        return List.of("count", "len", "l", "alen", "plen", "nlen", "tlen", "klen", "plaintext length").stream()
                .filter(fields::containsKey)
                .map(name -> name + " = " + fields.get(name))
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }
}

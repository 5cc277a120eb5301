package org.wardkey.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads a CAVP response file ({@code .rsp}) record by record.
 *
 * <pre>
 * # comment
 * [name = value, name = value]   a section: holds for what follows, until it is said again
 * [ENCRYPT]                      a section without value; ENCRYPT and DECRYPT take turns
 * name = value                   before the first COUNT behind a section: of the section
 * COUNT = 0                      begins a record (in hash files: Len = 0)
 * name = value                   of the record
 * FAIL                           of the record
 * </pre>
 *
 * Input is untrusted: size and length of lines are bounded.
 */
final class CavpFile {
    private static final long FILE_CHARACTERS = 64L << 20;
    private static final int LINE_CHARACTERS = 4 << 20;
    private static final Set<String> DIRECTIONS = Set.of("ENCRYPT", "DECRYPT");

    private final String name;
    private final VectorFile.Source source;
    private final String begin;

    private final Map<String, String> section = new HashMap<>();
    private final Set<String> sectionWords = new HashSet<>();
    private final Map<String, String> fields = new HashMap<>();
    private final Set<String> words = new HashSet<>();
    private boolean inRecord;
    private int recordLine;
    private int line;

    /** Takes one record. */
    @FunctionalInterface
    interface Visitor {
        void visit(CavpRecord record) throws IOException;
    }

    /**
     * A file to read once.
     *
     * @param name its name in messages
     * @param source opens it
     * @param begin the field that begins a record, in lower case
     */
    CavpFile(String name, VectorFile.Source source, String begin) {
        this.name = name;
        this.source = source;
        this.begin = begin;
    }

    void each(Visitor visitor) throws IOException {
        try (InputStream in = source.open();
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1))) {
            long characters = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                characters += text.length() + 1L;
                if (characters > FILE_CHARACTERS || text.length() > LINE_CHARACTERS) {
                    throw new VectorFormatException(name + ":" + line, "the file or line is too long");
                }
                take(text.strip(), visitor);
            }
            finish(visitor);
        }
    }

    private void take(String text, Visitor visitor) throws IOException {
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        if (text.startsWith("[") && text.endsWith("]")) {
            finish(visitor);
            for (String part : text.substring(1, text.length() - 1).split(",")) {
                takeSection(part.strip());
            }
            return;
        }
        int equals = text.indexOf('=');
        if (equals < 0) {
            (inRecord ? words : sectionWords).add(Verdict.printable(text.toUpperCase(Locale.ROOT)));
            return;
        }
        String field = text.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        if (field.equals(begin)) {
            finish(visitor);
            inRecord = true;
            recordLine = line;
        }
        (inRecord ? fields : section).put(field, text.substring(equals + 1).strip());
    }

    private void takeSection(String part) {
        int equals = part.indexOf('=');
        if (equals >= 0) {
            section.put(
                    part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                    part.substring(equals + 1).strip());
            return;
        }
        if (DIRECTIONS.contains(part)) {
            sectionWords.removeAll(DIRECTIONS);
        }
        sectionWords.add(part);
    }

    private void finish(Visitor visitor) throws IOException {
        if (inRecord) {
            Map<String, String> all = new HashMap<>(section);
            all.putAll(fields);
            Set<String> said = new HashSet<>(sectionWords);
            said.addAll(words);
            visitor.visit(new CavpRecord(name + ":" + recordLine, all, said));
        }
        inRecord = false;
        fields.clear();
        words.clear();
    }

    /** The fields that begin a record, by the name of the file. */
    static String begin(String fileName) {
        return List.of("ShortMsg", "LongMsg").stream().anyMatch(fileName::contains) ? "len" : "count";
    }
}

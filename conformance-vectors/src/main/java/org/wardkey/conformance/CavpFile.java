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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a CAVP response file ({@code .rsp}) record by record.
 *
 * <pre>
 * # comment
 * [name = value, name = value]   a section: holds for what follows, until it is said again
 * [ENCRYPT]                      a section without value; ENCRYPT and DECRYPT take turns
 * name = value                   before the first COUNT behind a section: of the section
 * COUNT = 0                      begins a record (in files of some names another field does)
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
    /** The field that has the text of the last section, without its brackets. */
    static final String SECTION = "[";
    /** The field that has the last section's curve. */
    static final String CURVE = "[curve";

    private static final Pattern CURVE_NAME = Pattern.compile("([PKB]-\\d{3})\\b.*");
    /** What begins a record, and what belongs to a section wherever it stands, by the name of the file. */
    private static final List<Layout> LAYOUTS = List.of(
            new Layout(".*(ShortMsg|LongMsg)\\.(rsp|txt|fax)", Set.of("len"), Set.of()),
            new Layout("Sig(Gen|Ver|GenComponent)\\.(rsp|txt|fax)", Set.of("msg"), Set.of()),
            new Layout("KeyPair\\.(rsp|txt|fax)", Set.of("d", "x"), Set.of()),
            new Layout("PKV\\.(rsp|txt|fax)", Set.of("qx"), Set.of()),
            new Layout("Sig(Gen|Ver)(15|931|PSS)_186-3\\.(rsp|txt|fax)", Set.of("shaalg"), Set.of("n")),
            new Layout("KeyGen_.*\\.(rsp|txt|fax)", Set.of("e"), Set.of()));

    private static final Layout USUAL = new Layout(".*", Set.of("count"), Set.of());

    private final String name;
    private final VectorFile.Source source;
    private final Layout layout;

    private final Map<String, String> section = new HashMap<>();
    private final Set<String> sectionWords = new HashSet<>();
    private final Map<String, String> fields = new HashMap<>();
    private final Set<String> words = new HashSet<>();
    private boolean inRecord;
    private int recordLine;
    private int line;

    /** How a file's records are set apart; names of fields in lower case. */
    private record Layout(Pattern fileName, Set<String> begin, Set<String> ofSection) {
        Layout(String fileName, Set<String> begin, Set<String> ofSection) {
            this(Pattern.compile(fileName), begin, ofSection);
        }
    }

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
     */
    CavpFile(String name, VectorFile.Source source) {
        this.name = name;
        this.source = source;
        String fileName = name.substring(name.lastIndexOf('/') + 1);
        layout = LAYOUTS.stream()
                .filter(one -> one.fileName().matcher(fileName).matches())
                .findFirst()
                .orElse(USUAL);
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
            beginSection(text.substring(1, text.length() - 1));
            return;
        }
        int equals = text.indexOf('=');
        if (equals < 0) {
            (inRecord ? words : sectionWords).add(Verdict.printable(text.toUpperCase(Locale.ROOT)));
            return;
        }
        String field = text.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        if (layout.ofSection().contains(field)) {
            finish(visitor);
        }
        if (layout.begin().contains(field)) {
            finish(visitor);
            inRecord = true;
            recordLine = line;
        }
        (inRecord ? fields : section).put(field, text.substring(equals + 1).strip());
    }

    private void beginSection(String text) {
        section.put(SECTION, text);
        Matcher curve = CURVE_NAME.matcher(text);
        if (curve.matches()) {
            section.put(CURVE, curve.group(1));
        }
        for (String part : text.split(",")) {
            takeSection(part.strip());
        }
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
}

package org.wardkey.sdk.cli.migration;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * YAML as people write settings, read in full or refused.
 *
 * <p>Understood are block mappings, block sequences of scalars, values that are plain or quoted and end on their line,
 * flow sequences of plain scalars, comments, and {@code ---}. Whatever can give a line another meaning is refused: anchors,
 * aliases, tags, merge keys, flow mappings, block scalars, values that go on in the next line, tabs, directives. So a line
 * means here what it means to a full reader of YAML 1.1 or 1.2, which the tests compare.
 */
final class StrictYaml {
    private static final Pattern BLANK = Pattern.compile(" *(#.*)?");
    private static final Pattern DOCUMENT = Pattern.compile("--- *( #.*)?");
    private static final String KEY = "(?<quote>[\"']?)(?<key>[A-Za-z0-9_][\\w.-]*)\\k<quote>";
    private static final Pattern ENTRY = Pattern.compile("(?<indent> *)" + KEY + " *:(?<rest>(?: .*)?)");
    private static final Pattern ITEM = Pattern.compile("(?<indent> *)- +(?<rest>[^ ].*)");
    /** A value and what may stand behind it. Plain ones do not begin with what has a meaning, and contain no ": " or " #". */
    private static final Pattern VALUE = Pattern.compile("(?<space> *)(?<value>"
            + "\"(?:[^\"\\\\]|\\\\[\"\\\\/nt])*+\""
            + "|'(?:[^']|'')*+'"
            + "|\\[(?: *[\\w./*$][\\w./*$-]* *(?:, *[\\w./*$][\\w./*$-]* *)*)?\\]"
            + "|(?![\\-?:] |[\\-?:]$)[^\\s\"'\\[\\]{}#&*!|>%@`,](?:(?!: |:$| #).)*?"
            + ")?(?<rest> *| +#.*)");

    private static final Pattern UNUSUAL =
            Pattern.compile("[\\x00-\\x08\\x09\\x0b-\\x1f\\x7f\\x85\\u2028\\u2029\\uFEFF]");

    private final List<Line> lines = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private int document;

    /** A mapping's entry that lines below may belong to. */
    private record Open(int indent, String path, boolean valued, int line) {}

    /**
     * An entry of a mapping or an item of a sequence.
     *
     * @param number its line, from 1
     * @param document its document
     * @param indent the blanks before it
     * @param key its key as written, without quotes; empty for an item
     * @param path its whole name
     * @param value its value without quotes; empty if it has none
     * @param valueStart where its value begins on the line, with its quotes
     * @param valueEnd where that ends
     * @param above the lines of the entries that it is in, from the outermost
     */
    record Line(
            int number,
            int document,
            int indent,
            String key,
            String path,
            String value,
            int valueStart,
            int valueEnd,
            List<Integer> above) {
        @Override
        public String toString() {
            return path + ", line " + number;
        }
    }

    private StrictYaml() {}

    static List<Line> read(String text) throws UnsafeEditException {
        StrictYaml yaml = new StrictYaml();
        String marked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        int number = 0;
        for (String line : marked.split("\r?\n", -1)) {
            number++;
            yaml.take(number, line);
        }
        return yaml.lines;
    }

    private void take(int number, String line) throws UnsafeEditException {
        if (UNUSUAL.matcher(line).find()) {
            throw new UnsafeEditException(
                    number, "contains a tab or another character that YAML may take for a line end.");
        }
        if (BLANK.matcher(line).matches()) {
            return;
        }
        if (DOCUMENT.matcher(line).matches()) {
            document++;
            open.clear();
            seen.clear();
            return;
        }
        Matcher entry = ENTRY.matcher(line);
        if (entry.matches()) {
            entry(number, entry);
            return;
        }
        Matcher item = ITEM.matcher(line);
        if (item.matches()) {
            item(number, item);
            return;
        }
        throw notUnderstood(number);
    }

    private static UnsafeEditException notUnderstood(int number) {
        return new UnsafeEditException(
                number, "expected a plain name and value, a comment or ---, got YAML that is not understood here.");
    }

    private void entry(int number, Matcher entry) throws UnsafeEditException {
        int indent = entry.group("indent").length();
        boolean closed = false;
        while (!open.isEmpty() && open.peek().indent() >= indent) {
            closed = open.pop().indent() == indent;
        }
        boolean first = open.isEmpty() ? seen.isEmpty() : !hasChild(open.peek());
        if ((!closed && !first) || (open.isEmpty() && seen.isEmpty() && indent > 0)) {
            throw new UnsafeEditException(number, "is not indented like the lines beside it.");
        }
        if (!open.isEmpty() && open.peek().valued()) {
            throw notUnderstood(number);
        }
        String path = (open.isEmpty() ? "" : open.peek().path() + ".") + entry.group("key");
        if (!seen.add(path)) {
            throw new UnsafeEditException(number, "the name is there twice.");
        }
        Matcher value = value(number, entry.group("rest"));
        add(number, indent, entry.group("key"), path, value, entry.start("rest"));
        open.push(new Open(indent, path, value.group("value") != null, number));
    }

    private boolean hasChild(Open parent) {
        return lines.get(lines.size() - 1).number() != parent.line();
    }

    private void item(int number, Matcher item) throws UnsafeEditException {
        int indent = item.group("indent").length();
        while (!open.isEmpty() && open.peek().indent() > indent) {
            open.pop();
        }
        if (open.isEmpty() || open.peek().valued()) {
            throw notUnderstood(number);
        }
        Line before = lines.get(lines.size() - 1);
        boolean follows = before.key().isEmpty()
                && before.indent() == indent
                && before.path().startsWith(open.peek().path() + "[");
        if (!follows && before.number() != open.peek().line()) {
            throw notUnderstood(number);
        }
        Matcher value = value(number, " " + item.group("rest"));
        if (value.group("value") == null) {
            throw notUnderstood(number);
        }
        int index = follows ? lines.size() - indexOf(open.peek().line()) - 1 : 0;
        add(number, indent, "", open.peek().path() + "[" + index + "]", value, item.start("rest") - 1);
    }

    private int indexOf(int number) {
        int index = lines.size() - 1;
        while (lines.get(index).number() != number) {
            index--;
        }
        return index;
    }

    private static Matcher value(int number, String rest) throws UnsafeEditException {
        Matcher value = VALUE.matcher(rest);
        if (!value.matches()) {
            throw new UnsafeEditException(number, "expected a value that is plain or in quotes and ends on its line.");
        }
        return value;
    }

    private void add(int number, int indent, String key, String path, Matcher value, int offset) {
        String written = value.group("value") == null ? "" : value.group("value");
        int start = offset + (value.group("value") == null ? 0 : value.start("value"));
        List<Integer> above = new ArrayList<>();
        open.descendingIterator().forEachRemaining(entry -> above.add(entry.line()));
        lines.add(new Line(
                number, document, indent, key, path, unquoted(written), start, start + written.length(), above));
    }

    private static String unquoted(String written) {
        if (written.startsWith("'")) {
            return written.substring(1, written.length() - 1).replace("''", "'");
        }
        if (written.startsWith("\"")) {
            return written.substring(1, written.length() - 1).translateEscapes();
        }
        return written;
    }
}

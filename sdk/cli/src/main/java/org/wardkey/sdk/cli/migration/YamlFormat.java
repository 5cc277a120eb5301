package org.wardkey.sdk.cli.migration;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.wardkey.sdk.cli.migration.StrictYaml.Line;

/** Spring Boot's YAML. */
final class YamlFormat implements Format {
    private static final String MAPPING = "\n";
    private static final String MARK = "\uFEFF";

    @Override
    public List<Content> read(byte[] file) throws UnsafeEditException {
        List<Content> entries = new ArrayList<>();
        List<Line> lines = StrictYaml.read(new String(file, StandardCharsets.UTF_8));
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            // A mapping that has lost its last entry is no mapping, but null.
            boolean parent = i + 1 < lines.size() && lines.get(i + 1).above().contains(line.number());
            entries.add(new Content(line.document(), line.path(), parent ? MAPPING : line.value()));
        }
        return entries;
    }

    @Override
    public String edit(String text, List<Change> changes) throws UnsafeEditException {
        String mark = text.startsWith(MARK) ? MARK : "";
        List<Line> read = StrictYaml.read(text);
        Lines lines = new Lines(text.substring(mark.length()));
        for (Change change : changes) {
            Line at = find(read, change.line());
            switch (change.action()) {
                case SET -> {
                    String line = lines.line(at.number());
                    lines.replace(
                            at.number(),
                            line.substring(0, at.valueStart()) + change.value() + line.substring(at.valueEnd()));
                }
                case REMOVE -> lines.remove(at.number());
                case ADD -> add(lines, read, at, change);
                case ADD_ALIAS, ADD_FIRST_PROVIDER ->
                    throw new UnsafeEditException(change.line(), "wants a value that nobody gave.");
            }
        }
        return mark + lines.text();
    }

    private static Line find(List<Line> read, int number) throws UnsafeEditException {
        return read.stream()
                .filter(line -> line.number() == number)
                .findFirst()
                .orElseThrow(() -> new UnsafeEditException(number, "no name and value."));
    }

    /** Into the innermost mapping around the key store's own setting that the new name belongs to. */
    private static void add(Lines lines, List<Line> read, Line beside, Change change) throws UnsafeEditException {
        List<Integer> above = beside.above();
        for (int i = above.size(); i >= 0; i--) {
            String mapping = i == 0 ? "" : find(read, above.get(i - 1)).path() + ".";
            if (change.setting().startsWith(mapping)) {
                String key = change.setting().substring(mapping.length());
                // In quotes: 007, true and null are names of keys as well.
                String added = key + ": \"" + change.value() + "\"";
                if (i == above.size()) {
                    lines.addAfter(beside.number(), " ".repeat(beside.indent()) + added);
                } else {
                    Line neighbour = find(read, above.get(i));
                    lines.addBefore(neighbour.number(), " ".repeat(neighbour.indent()) + added);
                }
                return;
            }
        }
        throw new UnsafeEditException(change.line(), "no place for " + change.setting() + ".");
    }
}

package org.wardkey.sdk.cli.migration;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A YAML file, as far as block mappings with plain values on their lines go: what Spring Boot's settings are. */
final class YamlFile extends SettingsFile {
    private static final Pattern ENTRY = Pattern.compile(
            "(?<indent> *)(?<quote>[\"']?)(?<key>[\\w.-]+)\\k<quote>\\s*:(?:\\s+(?<value>[^#\\s].*?))?(?:\\s+#.*)?");

    private final List<Setting> settings = new ArrayList<>();

    /** A mapping that lines below may belong to. */
    private record Open(int indent, String key) {}

    YamlFile(String text) {
        super(text);
        Deque<Open> open = new ArrayDeque<>();
        for (int i = 0; i < size(); i++) {
            String line = line(i);
            Matcher entry = ENTRY.matcher(line);
            if (line.startsWith("---")) {
                open.clear();
            } else if (entry.matches()) {
                int indent = entry.group("indent").length();
                while (!open.isEmpty() && open.peek().indent() >= indent) {
                    open.pop();
                }
                open.push(new Open(indent, entry.group("key")));
                String value = entry.group("value");
                if (value != null) {
                    settings.add(new Setting(i, i, path(open), entry.group("key"), unquoted(value)));
                }
            }
        }
    }

    private static String path(Deque<Open> open) {
        StringBuilder path = new StringBuilder();
        for (Iterator<Open> from = open.descendingIterator(); from.hasNext(); ) {
            path.append(path.isEmpty() ? "" : ".").append(from.next().key());
        }
        return path.toString();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    @Override
    List<Setting> settings() {
        return settings;
    }

    @Override
    String line(Setting like, String written, String value) {
        String present = line(like.firstLine());
        String indent =
                present.substring(0, present.length() - present.stripLeading().length());
        return indent + written + ": " + value + end(like.lastLine());
    }
}

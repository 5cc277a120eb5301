package org.wardkey.sdk.cli.migration;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** YAML, as far as block mappings with values on their lines go: what Spring Boot's settings are. */
final class YamlFile {
    private static final Pattern ENTRY = Pattern.compile(
            "(?<indent> *)(?<quote>[\"']?)(?<key>[\\w.-]+)\\k<quote>\\s*:(?:\\s+(?<value>[^#\\s].*?))?(?:\\s+#.*)?\\s*");

    private YamlFile() {}

    /** A mapping that lines below may belong to. */
    private record Open(int indent, String key) {}

    static List<Setting> settings(String text) {
        List<Setting> settings = new ArrayList<>();
        Deque<Open> open = new ArrayDeque<>();
        int section = 0;
        int number = 0;
        for (String line :
                (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList()) {
            number++;
            Matcher entry = ENTRY.matcher(line);
            if (line.startsWith("---")) {
                open.clear();
                section++;
            } else if (entry.matches()) {
                int indent = entry.group("indent").length();
                while (!open.isEmpty() && open.peek().indent() >= indent) {
                    open.pop();
                }
                open.push(new Open(indent, entry.group("key")));
                String value = entry.group("value");
                if (value != null) {
                    settings.add(new Setting(number, section, path(open), unquoted(value)));
                }
            }
        }
        return settings;
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
}

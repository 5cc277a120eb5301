package org.wardkey.sdk.cli.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of {@link java.util.Properties}, as far as names without escapes go. */
final class PropertiesFile {
    private static final Pattern ENTRY =
            Pattern.compile("\\s*(?<key>[^\\s=:#!\\\\]++)(?:\\s*[=:]\\s*|\\s+)(?<value>.*)", Pattern.DOTALL);
    /** Source: Spring Boot reference, multi-document files. */
    private static final List<String> NEXT_DOCUMENT = List.of("#---", "!---");

    private PropertiesFile() {}

    static List<Setting> settings(String text) {
        List<Setting> settings = new ArrayList<>();
        List<String> lines = text.lines().toList();
        int section = 0;
        int first = 0;
        while (first < lines.size()) {
            if (NEXT_DOCUMENT.contains(lines.get(first).strip())) {
                section++;
            }
            int last = first;
            StringBuilder logical = new StringBuilder();
            while (goesOn(lines.get(last)) && last + 1 < lines.size()) {
                logical.append(lines.get(last), 0, lines.get(last).length() - 1);
                last++;
            }
            logical.append(last == first ? lines.get(last) : lines.get(last).stripLeading());
            Matcher entry = ENTRY.matcher(logical);
            if (entry.matches()) {
                settings.add(new Setting(
                        first + 1,
                        section,
                        entry.group("key"),
                        entry.group("value").strip()));
            }
            first = last + 1;
        }
        return settings;
    }

    static boolean goesOn(String line) {
        String start = line.stripLeading();
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1 && !start.startsWith("#") && !start.startsWith("!");
    }
}

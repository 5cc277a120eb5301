package org.wardkey.sdk.cli.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of {@link java.util.Properties}, as far as names without escapes go. */
final class PropertiesFile extends SettingsFile {
    private static final Pattern ENTRY =
            Pattern.compile("\\s*(?<key>[^\\s=:#!\\\\]+)(?:\\s*[=:]\\s*|\\s+)(?<value>.*)", Pattern.DOTALL);

    private final List<Setting> settings = new ArrayList<>();

    PropertiesFile(String text) {
        super(text);
        int line = 0;
        while (line < size()) {
            int last = line;
            StringBuilder logical = new StringBuilder();
            while (goesOn(line(last)) && last + 1 < size()) {
                logical.append(line(last), 0, line(last).length() - 1);
                last++;
            }
            logical.append(last == line ? line(last) : line(last).strip());
            Matcher entry = ENTRY.matcher(logical);
            if (entry.matches()) {
                settings.add(new Setting(
                        line,
                        last,
                        entry.group("key"),
                        entry.group("key"),
                        entry.group("value").strip()));
            }
            line = last + 1;
        }
    }

    private static boolean goesOn(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1 && !line.stripLeading().startsWith("#");
    }

    @Override
    List<Setting> settings() {
        return settings;
    }

    @Override
    String line(Setting like, String written, String value) {
        return written + "=" + value + end(like.lastLine());
    }
}

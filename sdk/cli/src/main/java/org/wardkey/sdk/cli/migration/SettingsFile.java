package org.wardkey.sdk.cli.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A file of names and values, one setting on a line, of which single lines are changed. Not thread-safe. */
abstract class SettingsFile {
    private static final Pattern LINE_ENDS = Pattern.compile("(?<=\n)");

    private final String text;
    private final List<String> lines;
    /** What stands in the place of a line, by the line's number. */
    private final Map<Integer, String> replaced = new TreeMap<>();

    /**
     * A setting.
     *
     * @param firstLine its first line, from 0
     * @param lastLine its last line
     * @param path its whole name, with dots
     * @param written its name as it stands on its line
     * @param value its value
     */
    record Setting(int firstLine, int lastLine, String path, String written, String value) {}

    SettingsFile(String text) {
        this.text = text;
        this.lines = List.of(LINE_ENDS.split(text));
    }

    /** The settings in their order. */
    abstract List<Setting> settings();

    /** A line that says so, indented and ended like the line of another setting. */
    abstract String line(Setting like, String written, String value);

    final String text() {
        return text;
    }

    final int size() {
        return lines.size();
    }

    /** A line without its end. */
    final String line(int number) {
        return lines.get(number).stripTrailing();
    }

    final String end(int number) {
        String line = lines.get(number);
        return line.endsWith("\r\n") ? "\r\n" : "\n";
    }

    final void set(Setting setting, String value) {
        remove(setting);
        replaced.merge(setting.firstLine(), line(setting, setting.written(), value), String::concat);
    }

    final void rename(Setting setting, String written) {
        remove(setting);
        replaced.merge(setting.firstLine(), line(setting, written, setting.value()), String::concat);
    }

    final void remove(Setting setting) {
        for (int i = setting.firstLine(); i <= setting.lastLine(); i++) {
            replaced.put(i, "");
        }
    }

    /** Adds a setting behind another one, which may itself be changed. */
    final void addBehind(Setting setting, String written, String value) {
        String last = replaced.getOrDefault(setting.lastLine(), lines.get(setting.lastLine()));
        String ended = last.isEmpty() || last.endsWith("\n") ? last : last + end(setting.lastLine());
        replaced.put(setting.lastLine(), ended + line(setting, written, value));
    }

    /** Adds a setting before another one. */
    final void addBefore(Setting setting, String written, String value) {
        String present = replaced.getOrDefault(setting.firstLine(), lines.get(setting.firstLine()));
        replaced.put(setting.firstLine(), line(setting, written, value) + present);
    }

    final String edited() {
        List<String> edited = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            edited.add(replaced.getOrDefault(i, lines.get(i)));
        }
        return String.join("", edited);
    }
}

package org.wardkey.sdk.cli.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A text of which lines are replaced, added and removed; the others keep every byte. Not thread-safe. */
final class Lines {
    private static final Pattern ENDS = Pattern.compile("(?<=\n)");

    private final List<String> original;
    private final List<List<String>> before = new ArrayList<>();
    private final List<List<String>> after = new ArrayList<>();
    private final List<String> contents = new ArrayList<>();
    private final boolean[] removed;

    Lines(String text) {
        original = List.of(ENDS.split(text));
        for (String line : original) {
            contents.add(line.substring(0, line.length() - end(line).length()));
            before.add(new ArrayList<>());
            after.add(new ArrayList<>());
        }
        removed = new boolean[original.size()];
    }

    private static String end(String line) {
        if (line.endsWith("\r\n")) {
            return "\r\n";
        }
        return line.endsWith("\n") ? "\n" : "";
    }

    /** A line without its end, as it is now; numbers are from 1 and those of the text as it was. */
    String line(int number) {
        return contents.get(number - 1);
    }

    int size() {
        return original.size();
    }

    void replace(int number, String content) {
        contents.set(number - 1, content);
    }

    void remove(int number) {
        removed[number - 1] = true;
    }

    void addBefore(int number, String content) {
        before.get(number - 1).add(content);
    }

    void addAfter(int number, String content) {
        after.get(number - 1).add(content);
    }

    /** The text as it has become. Its last line has an end if it had one. */
    String text() {
        String usual = end(original.get(0)).isEmpty() ? "\n" : end(original.get(0));
        StringBuilder text = new StringBuilder();
        int last = 0;
        for (int i = 0; i < original.size(); i++) {
            String own = end(original.get(i));
            String end = own.isEmpty() ? usual : own;
            List<String> all = new ArrayList<>(before.get(i));
            if (!removed[i]) {
                all.add(contents.get(i));
            }
            all.addAll(after.get(i));
            for (String line : all) {
                text.append(line);
                last = text.length();
                text.append(end);
            }
        }
        if (end(original.get(original.size() - 1)).isEmpty()) {
            text.setLength(last);
        }
        return text.toString();
    }
}

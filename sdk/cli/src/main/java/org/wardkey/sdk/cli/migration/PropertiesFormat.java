package org.wardkey.sdk.cli.migration;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that {@link Properties} reads, with Spring Boot's separators of documents. */
final class PropertiesFormat implements Format {
    private static final Pattern SEPARATOR = Pattern.compile("[#!]---");
    private static final Pattern COMMENT = Pattern.compile("\\s*[#!].*");
    /** Up to where the value of a setting begins on its first line. */
    private static final Pattern BEGINNING =
            Pattern.compile("(?<indent>\\s*)(?<key>[^\\s=:#!\\\\]++)(?<separator>\\s*[=:]\\s*|\\s+)(?<value>.*)");

    private final boolean documents;

    /**
     * Makes it.
     *
     * @param documents whether the program takes a file apart at separators
     */
    PropertiesFormat(boolean documents) {
        this.documents = documents;
    }

    /** Properties by their keys forget which came first and which came twice. */
    private static final class Collector extends Properties {
        private static final long serialVersionUID = 1;
        private final transient List<Content> entries;
        private final int place;

        Collector(List<Content> entries, int place) {
            this.entries = entries;
            this.place = place;
        }

        @Override
        public synchronized Object put(Object key, Object value) {
            entries.add(new Content(place, (String) key, (String) value));
            return value;
        }
    }

    @Override
    public List<Content> read(byte[] file) throws UnsafeEditException {
        if (file.length > 2 && (file[0] & 0xff) == 0xef && (file[1] & 0xff) == 0xbb && (file[2] & 0xff) == 0xbf) {
            throw new UnsafeEditException(
                    1, "begins with a byte order mark, which Java reads as a part of the first name.");
        }
        List<Content> entries = new ArrayList<>();
        int place = 0;
        for (byte[] document : documents(file)) {
            try (InputStream in = new ByteArrayInputStream(document)) {
                new Collector(entries, place).load(in);
            } catch (IllegalArgumentException e) {
                throw new UnsafeEditException("has an escape \\u that is none.");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            place++;
        }
        return entries;
    }

    /** Source: Spring Boot, OriginTrackedPropertiesLoader: the separator alone on its line, no comment beside it. */
    private List<byte[]> documents(byte[] file) throws UnsafeEditException {
        List<String> lines =
                new String(file, StandardCharsets.ISO_8859_1).lines().toList();
        List<StringBuilder> found = new ArrayList<>(List.of(new StringBuilder()));
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (SEPARATOR.matcher(line.strip()).matches()) {
                boolean plain = documents
                        && line.length() == 4
                        && (i == 0 || !COMMENT.matcher(lines.get(i - 1)).matches())
                        && (i + 1 == lines.size()
                                || !COMMENT.matcher(lines.get(i + 1)).matches());
                if (!plain) {
                    throw new UnsafeEditException(i + 1, "may separate documents or be a comment.");
                }
                found.add(new StringBuilder());
            }
            found.get(found.size() - 1).append(line).append('\n');
        }
        return found.stream()
                .map(document -> document.toString().getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    @Override
    public String edit(String text, List<Change> changes) throws UnsafeEditException {
        Lines lines = new Lines(text);
        Map<Integer, Setting> settings = new TreeMap<>();
        PropertiesFile.settings(text).forEach(setting -> settings.put(setting.line(), setting));
        for (Change change : changes) {
            Matcher beginning = BEGINNING.matcher(lines.line(change.line()));
            if (!beginning.matches()) {
                throw new UnsafeEditException(change.line(), "a name that goes on in the next line.");
            }
            String added = beginning.group("indent") + change.setting() + beginning.group("separator") + change.value();
            switch (change.action()) {
                case SET -> {
                    removeRest(lines, change.line());
                    lines.replace(
                            change.line(),
                            beginning.group("indent")
                                    + beginning.group("key")
                                    + beginning.group("separator")
                                    + change.value());
                }
                case REMOVE -> {
                    removeRest(lines, change.line());
                    lines.remove(change.line());
                }
                case ADD -> lines.addAfter(lastLine(lines, change.line()), added);
                case ADD_FIRST_PROVIDER -> {
                    lines.addBefore(change.line(), added);
                    settings.values().stream()
                            .filter(setting -> setting.path().matches(JavaSecurity.PROVIDER))
                            .forEach(setting -> renumber(lines, setting));
                }
                case ADD_ALIAS -> throw new UnsafeEditException(change.line(), "wants the name of a key.");
            }
        }
        return lines.text();
    }

    private static void renumber(Lines lines, Setting provider) {
        String line = lines.line(provider.line());
        int dot = provider.path().lastIndexOf('.') + 1;
        String next = provider.path().substring(0, dot)
                + (Integer.parseInt(provider.path().substring(dot)) + 1);
        int key = line.indexOf(provider.path());
        lines.replace(
                provider.line(),
                line.substring(0, key)
                        + next
                        + line.substring(key + provider.path().length()));
    }

    private static int lastLine(Lines lines, int first) {
        int last = first;
        while (last < lines.size() && PropertiesFile.goesOn(lines.line(last))) {
            last++;
        }
        return last;
    }

    /** A setting's further lines: before its first line is replaced, which says whether it has any. */
    private static void removeRest(Lines lines, int first) {
        for (int i = lastLine(lines, first); i > first; i--) {
            lines.remove(i);
        }
    }
}

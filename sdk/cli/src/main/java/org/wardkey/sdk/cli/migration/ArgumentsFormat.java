package org.wardkey.sdk.cli.migration;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An argument file of the {@code java} launcher with one option on each line and nothing quoted.
 *
 * <p>Source: The java Command, "java Command-Line Argument Files".
 */
final class ArgumentsFormat implements Format {
    private static final Pattern NOTHING = Pattern.compile("[ \\t]*(#.*)?");
    /**
     * An option and a path behind it, or an option that wants no value on the next line. Quotes and backslashes go on in
     * next lines, and shells expand.
     */
    private static final Pattern OPTION =
            Pattern.compile("[ \\t]*(?<option>(?:-cp|-classpath|--class-path|-p|--module-path)"
                    + "[ \\t]+[^\\s\"'\\\\$`#-][^\\s\"'\\\\$`#]*|(?:-[^-\\s\"'\\\\$`#:=]*[:=]|-X|-ea$|-server$|--enable-preview$|--[a-z-]+=)"
                    + "[^\\s\"'\\\\$`#]*)[ \\t]*");

    private static final Pattern NAMED = Pattern.compile("(?<name>-javaagent:|-D[^=]+)=?(?<value>.*)");

    /** Whether this may be one; what else names arguments of a JVM is for a shell or for systemd. */
    static boolean isPlain(String text) {
        return !text.startsWith("#!")
                && text.lines()
                        .allMatch(line -> NOTHING.matcher(line).matches()
                                || OPTION.matcher(line).matches());
    }

    @Override
    public List<Content> read(byte[] file) throws UnsafeEditException {
        List<Content> entries = new ArrayList<>();
        int number = 0;
        for (String line : new String(file, StandardCharsets.UTF_8).lines().toList()) {
            number++;
            if (!NOTHING.matcher(line).matches()) {
                Matcher option = OPTION.matcher(line);
                if (!option.matches()) {
                    throw new UnsafeEditException(number, "expected one option without quotes.");
                }
                Matcher named = NAMED.matcher(option.group("option"));
                entries.add(
                        named.matches()
                                ? new Content(0, named.group("name"), named.group("value"))
                                : new Content(0, option.group("option"), ""));
            }
        }
        return entries;
    }

    @Override
    public String edit(String text, List<Change> changes) throws UnsafeEditException {
        Lines lines = new Lines(text);
        boolean typed = text.lines().anyMatch(line -> isType(line));
        for (Change change : changes) {
            switch (change.action()) {
                case SET -> lines.replace(change.line(), change.setting() + "=" + change.value());
                case REMOVE -> lines.remove(change.line());
                case ADD -> {
                    if (change.setting().equals(JvmArguments.AGENT)) {
                        lines.addBefore(change.line(), change.setting() + change.value());
                    } else if (typed) {
                        replaceType(lines, change);
                    } else {
                        lines.addAfter(change.line(), change.setting() + "=" + change.value());
                    }
                }
                case ADD_ALIAS, ADD_FIRST_PROVIDER ->
                    throw new UnsafeEditException(change.line(), "wants a value that nobody gave.");
            }
        }
        return lines.text();
    }

    private static boolean isType(String line) {
        return line.strip().startsWith(JvmArguments.PREFIX + "Type=");
    }

    private static void replaceType(Lines lines, Change change) {
        for (int i = 1; i <= lines.size(); i++) {
            if (isType(lines.line(i))) {
                lines.replace(i, change.setting() + "=" + change.value());
            }
        }
    }
}

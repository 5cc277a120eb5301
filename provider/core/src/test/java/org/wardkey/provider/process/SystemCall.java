package org.wardkey.provider.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A system call that succeeded, as {@code strace -f -y -xx} wrote it down.
 *
 * @param name such as {@code pwrite64}
 * @param begun the number of the line where it began
 * @param completed the number of the line where it returned
 * @param descriptor the first descriptor among the arguments; -1 if there is none
 * @param path the file behind that descriptor
 * @param strings the quoted arguments
 * @param numbers the arguments that are plain numbers, in their order
 * @param text the arguments as written
 * @param result what it returned
 */
record SystemCall(
        String name,
        int begun,
        int completed,
        int descriptor,
        String path,
        List<byte[]> strings,
        List<Long> numbers,
        String text,
        long result) {
    private static final Pattern LINE = Pattern.compile("^(\\d+)\\s+(.*)$");
    private static final Pattern CALL = Pattern.compile("^(\\w+)\\((.*)\\)\\s+= (-?\\d+)(<[^>]*>)?.*$");
    private static final Pattern RESUMED = Pattern.compile("^<\\.\\.\\. \\w+ resumed>(.*)$");
    private static final Pattern DESCRIPTOR = Pattern.compile("^(\\d+)<([^>]*)>");
    private static final Pattern QUOTED = Pattern.compile("\"((?:\\\\x[0-9a-f]{2})*)\"");
    private static final Pattern NUMBER = Pattern.compile("(?<=, |^)(\\d+)(?=,|$)");
    private static final String UNFINISHED = " <unfinished ...>";

    private record Begun(String text, int line) {}

    /** In the order in which they returned. */
    static List<SystemCall> read(Path trace) {
        List<SystemCall> calls = new ArrayList<>();
        Map<String, Begun> unfinished = new HashMap<>();
        try (Stream<String> lines = Files.lines(trace, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line : (Iterable<String>) lines::iterator) {
                number++;
                Matcher parts = LINE.matcher(line);
                if (parts.matches()) {
                    add(calls, unfinished, parts.group(1), parts.group(2), number);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return calls;
    }

    private static void add(
            List<SystemCall> calls, Map<String, Begun> unfinished, String thread, String text, int number) {
        if (text.endsWith(UNFINISHED)) {
            unfinished.put(thread, new Begun(text.substring(0, text.length() - UNFINISHED.length()), number));
            return;
        }
        Matcher resumed = RESUMED.matcher(text);
        if (!resumed.matches()) {
            parse(calls, new Begun(text, number), number);
            return;
        }
        Begun begun = unfinished.remove(thread);
        if (begun == null) {
            throw new IllegalStateException("Line " + number + " resumes what did not begin.");
        }
        parse(calls, new Begun(begun.text() + resumed.group(1), begun.line()), number);
    }

    private static void parse(List<SystemCall> calls, Begun begun, int completed) {
        Matcher call = CALL.matcher(begun.text());
        if (!call.matches() || call.group(3).startsWith("-")) {
            // A signal, an exit, or a call that failed and changed nothing.
            return;
        }
        String arguments = call.group(2);
        Matcher descriptor = DESCRIPTOR.matcher(arguments);
        boolean found = descriptor.find();
        List<byte[]> strings = new ArrayList<>();
        Matcher quoted = QUOTED.matcher(arguments);
        while (quoted.find()) {
            strings.add(unescape(quoted.group(1)));
        }
        List<Long> numbers = new ArrayList<>();
        Matcher number = NUMBER.matcher(quoted.replaceAll("-"));
        while (number.find()) {
            numbers.add(Long.parseLong(number.group(1)));
        }
        calls.add(new SystemCall(
                call.group(1),
                begun.line(),
                completed,
                found ? Integer.parseInt(descriptor.group(1)) : -1,
                found ? new String(unescape(descriptor.group(2)), StandardCharsets.UTF_8) : "",
                strings,
                numbers,
                arguments,
                Long.parseLong(call.group(3))));
    }

    private static byte[] unescape(String escaped) {
        return HexFormat.of().parseHex(escaped.replace("\\x", ""));
    }

    String string(int index) {
        return new String(strings.get(index), StandardCharsets.UTF_8);
    }

    boolean has(String flag) {
        return text.contains(flag);
    }
}

package org.wardkey.conformance.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which files there are, where they come from, and what they must be.
 *
 * <pre>
 * # a comment
 * base NAME URL                 URL ends with /
 * file NAME PATH SHA-256 BYTES  the file at URL PATH; in a cache NAME/PATH
 * </pre>
 *
 * @param bases the web address of each source
 * @param files the files, in order
 */
public record PinnedList(Map<String, URI> bases, List<PinnedFile> files) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final long BYTES_MAX = 1L << 32;

    /** Copies the collections. */
    public PinnedList {
        bases = Map.copyOf(bases);
        files = List.copyOf(files);
    }

    /**
     * The list that this program holds.
     *
     * @throws IOException when it cannot be read
     */
    public static PinnedList builtIn() throws IOException {
        InputStream stream = PinnedList.class.getResourceAsStream("vectors.txt");
        if (stream == null) {
            throw new NoSuchFileException("vectors.txt", null, "a resource of this program is missing");
        }
        try (stream) {
            return read("the built-in list", stream);
        }
    }

    /**
     * A list of one's own.
     *
     * @param file the list
     * @throws IOException when it cannot be read or is malformed; the message has the line
     */
    public static PinnedList of(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return read(file.toString(), stream);
        }
    }

    private static PinnedList read(String name, InputStream stream) throws IOException {
        Map<String, URI> bases = new LinkedHashMap<>();
        List<PinnedFile> files = new ArrayList<>();
        BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            String[] words = line.strip().split(" +");
            String where = name + ":" + number;
            if (words[0].isEmpty() || words[0].startsWith("#")) {
                continue;
            }
            if (words[0].equals("base") && words.length == 3) {
                bases.put(matched(where, "a name", NAME, words[1]), base(where, words[2]));
            } else if (words[0].equals("file") && words.length == 5) {
                files.add(file(where, bases, words));
            } else {
                throw new IOException(where + ": expected \"base NAME URL\" or \"file NAME PATH SHA-256 BYTES\", not "
                        + words.length + " words that begin with " + words[0]);
            }
        }
        return new PinnedList(bases, files);
    }

    private static PinnedFile file(String where, Map<String, URI> bases, String[] words) throws IOException {
        if (!bases.containsKey(words[1])) {
            throw new IOException(where + ": no line \"base " + words[1] + " URL\" before this one");
        }
        return new PinnedFile(
                words[1],
                matched(where, "a path below the source, without dots in front", PATH, words[2]),
                matched(where, "a SHA-256 of 64 digits", SHA_256, words[3].toLowerCase(Locale.ROOT)),
                bytes(where, words[4]));
    }

    private static String matched(String where, String what, Pattern pattern, String text) throws IOException {
        if (!pattern.matcher(text).matches()) {
            throw new IOException(where + ": not " + what + ": " + text);
        }
        return text;
    }

    private static long bytes(String where, String text) throws IOException {
        if (text.matches("[0-9]{1,10}") && Long.parseLong(text) <= BYTES_MAX) {
            return Long.parseLong(text);
        }
        throw new IOException(where + ": not a size in bytes of at most " + BYTES_MAX + ": " + text);
    }

    private static URI base(String where, String text) throws IOException {
        URI uri = web(where, text);
        if (!text.endsWith("/")) {
            throw new IOException(where + ": the address does not end with /: " + text);
        }
        return uri;
    }

    /**
     * A web address.
     *
     * @param where what a message names
     * @param text the address
     * @throws IOException when it is none
     */
    public static URI web(String where, String text) throws IOException {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && List.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new IOException(where + ": not a web address: " + text, e);
        }
        throw new IOException(where + ": not an address that begins with http:// or https://: " + text);
    }
}

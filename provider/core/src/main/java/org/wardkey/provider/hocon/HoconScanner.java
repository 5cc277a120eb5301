package org.wardkey.provider.hocon;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wardkey.provider.hocon.HoconPlaces.Place;

/**
 * Looks at the structure of a document before the HOCON library does.
 *
 * <p>Theory of operation. The library merges keys that stand twice, looks up the environment, fetches
 * URLs and recurses as deep as a file is nested, and tells nobody. This scanner walks the text once,
 * takes only the part of HOCON that a policy needs, and notes every key with its place. The library
 * then reads the values; the reader refuses a document in which the two saw different keys.
 */
final class HoconScanner {
    static final int LARGEST_BYTES = 1 << 20;
    static final int DEEPEST_BLOCK = 16;
    static final int DEEPEST_INCLUDE = 8;
    private static final char END = '\0';
    private static final String FORBIDDEN_UNQUOTED = ":=+?!@*&`^\\{}[]";

    private final String file;
    private final String text;
    private final HoconIncludes includes;
    private final HoconPlaces places;
    private final int includeDepth;
    private int position;
    private int line = 1;

    private HoconScanner(String file, String text, HoconIncludes includes, HoconPlaces places, int includeDepth) {
        this.file = file;
        this.text = text;
        this.includes = includes;
        this.places = places;
        this.includeDepth = includeDepth;
    }

    static HoconPlaces scan(String file, String text, HoconIncludes includes) throws HoconProblem {
        HoconPlaces places = new HoconPlaces(file);
        new HoconScanner(file, text, includes, places, 0).document(List.of());
        return places;
    }

    private void document(List<String> at) throws HoconProblem {
        if (places.add(text.getBytes(StandardCharsets.UTF_8).length) > LARGEST_BYTES) {
            throw new HoconProblem(
                    file, 0, "expected at most " + LARGEST_BYTES + " bytes with all includes; split or shorten it.");
        }
        if (text.indexOf(END) >= 0) {
            throw new HoconProblem(file, 0, "expected text, got the control character U+0000; delete it.");
        }
        separators();
        if (peek() != '{') {
            members(at, 0);
            return;
        }
        int opened = line;
        next();
        members(at, opened);
        separators();
        if (peek() != END) {
            throw problem("expected nothing after the last }, got " + shown(peek()) + "; delete it.");
        }
    }

    /** Reads members up to the end of the file, or of the block that was opened at a line. */
    private void members(List<String> at, int opened) throws HoconProblem {
        while (true) {
            separators();
            if (peek() == END) {
                if (opened > 0) {
                    throw problem("expected a } for the { of line " + opened + ", got the end of the file; close it.");
                }
                return;
            }
            if (peek() == '}') {
                if (opened == 0) {
                    throw problem("expected a key, got a } that closes nothing; delete it.");
                }
                next();
                return;
            }
            member(at);
            blanks();
            if (!atEndOfValue()) {
                throw problem("expected a new line, a comma or }, got " + shown(peek()) + "; start a new line.");
            }
        }
    }

    private void member(List<String> at) throws HoconProblem {
        Place place = new Place(file, line);
        boolean quoted = peek() == '"';
        List<String> key = with(at, element());
        if (!quoted && key.get(key.size() - 1).equals("include")) {
            include(at);
            return;
        }
        while (peek() == '.') {
            next();
            places.pass(key, place);
            key = with(key, element());
            depth(key);
        }
        places.declare(key, place);
        depth(key);
        blanks();
        if (peek() == '{') {
            block(key);
            return;
        }
        if (peek() != '=' && peek() != ':') {
            throw problem("expected = or { after " + Printable.text(String.join(".", key)) + ", got " + shown(peek())
                    + "; write KEY = VALUE or KEY { ... }.");
        }
        next();
        separatorsBeforeValue();
        value(key);
    }

    private void depth(List<String> key) throws HoconProblem {
        if (key.size() > DEEPEST_BLOCK) {
            throw problem("expected blocks nested at most " + DEEPEST_BLOCK + " deep, got more; flatten them.");
        }
    }

    private static List<String> with(List<String> path, String element) {
        List<String> longer = new ArrayList<>(path);
        longer.add(element);
        return List.copyOf(longer);
    }

    private String element() throws HoconProblem {
        if (peek() == '"') {
            return quoted();
        }
        int start = position;
        while (isKeyCharacter(peek())) {
            next();
        }
        if (position == start) {
            throw problem(
                    "expected a key of a-z, A-Z, 0-9, _ and -, got " + shown(peek()) + "; put other keys in \"\".");
        }
        return text.substring(start, position);
    }

    private static boolean isKeyCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    private void block(List<String> key) throws HoconProblem {
        int opened = line;
        next();
        members(key, opened);
    }

    private void value(List<String> key) throws HoconProblem {
        if (peek() == '{') {
            block(key);
            return;
        }
        if (peek() == '[') {
            list();
            return;
        }
        scalar();
    }

    private void list() throws HoconProblem {
        int opened = line;
        next();
        while (true) {
            separators();
            switch (peek()) {
                case ']' -> {
                    next();
                    return;
                }
                case '{', '[' -> throw problem("expected words in a list, got " + shown(peek()) + "; write [a, b].");
                case END ->
                    throw problem("expected a ] for the [ of line " + opened + ", got the end of the file; close it.");
                default -> scalar();
            }
        }
    }

    private void scalar() throws HoconProblem {
        if (atEndOfValue()) {
            throw problem("expected a value, got none; write one, or delete the key.");
        }
        while (!atEndOfValue()) {
            char c = peek();
            if (c == '"') {
                quoted();
            } else if (c == '$') {
                int end = Math.min(text.length(), position + 40);
                throw problem("expected no substitution, got "
                        + Printable.text(text.substring(position, end)
                                .lines()
                                .findFirst()
                                .orElse(""))
                        + "; write the value itself: neither keys nor the environment are looked up.");
            } else if (FORBIDDEN_UNQUOTED.indexOf(c) >= 0 || c > '~') {
                throw problem("expected plain words, got " + shown(c) + "; put the value in \"\".");
            } else {
                next();
            }
        }
    }

    /** Stands before the opening quote; leaves the text behind the closing one. */
    private String quoted() throws HoconProblem {
        if (text.startsWith("\"\"\"", position)) {
            throw problem("expected a text in \"\", got one in \"\"\"; write it on one line in \"\".");
        }
        next();
        StringBuilder content = new StringBuilder();
        while (peek() != '"') {
            char c = next();
            if (c == END || c == '\n') {
                throw problem("expected a closing \", got the end of the line; close the text on its line.");
            }
            content.append(c == '\\' ? escaped() : c);
        }
        next();
        return content.toString();
    }

    /** Source: RFC 8259 §7. */
    private char escaped() throws HoconProblem {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal();
            default -> throw problem("expected an escape of JSON, got \\" + shown(c) + "; write \\\\ for a backslash.");
        };
    }

    private char hexadecimal() throws HoconProblem {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            char c = next();
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw problem("expected four hexadecimal digits after \\u, got " + shown(c) + "; write \\u0041.");
            }
            value = (value << 4) | digit;
        }
        return (char) value;
    }

    private void include(List<String> at) throws HoconProblem {
        blanks();
        if (peek() != '"') {
            throw problem("expected no include other than include \"NAME\", got one by URL, class path or function;"
                    + " name a local file, or put the key include in \"\".");
        }
        int from = line;
        String name = quoted();
        if (includeDepth == DEEPEST_INCLUDE) {
            throw new HoconProblem(
                    file,
                    from,
                    "expected includes at most " + DEEPEST_INCLUDE + " deep, got more; do they include each other?");
        }
        Optional<String> included = includes.resolve(name);
        if (included.isEmpty()) {
            throw new HoconProblem(
                    file,
                    from,
                    "expected no include here, got " + Printable.text(name)
                            + "; only files beside this one can be included, and only where includes are allowed.");
        }
        places.include(name, included.get());
        new HoconScanner(name, included.get(), includes, places, includeDepth + 1).document(at);
    }

    /** Skips what may stand between members: blanks, new lines, commas, comments. */
    private void separators() throws HoconProblem {
        while (true) {
            separatorsBeforeValue();
            if (peek() != ',') {
                return;
            }
            next();
        }
    }

    private void separatorsBeforeValue() throws HoconProblem {
        while (true) {
            blanks();
            if (atComment()) {
                while (peek() != '\n' && peek() != END) {
                    next();
                }
            } else if (peek() == '\n') {
                next();
            } else {
                return;
            }
        }
    }

    private void blanks() throws HoconProblem {
        while (peek() == ' ' || peek() == '\t' || peek() == '\r') {
            next();
        }
    }

    private boolean atComment() {
        return peek() == '#' || text.startsWith("//", position);
    }

    private boolean atEndOfValue() {
        return switch (peek()) {
            case '\n', ',', '}', ']', END -> true;
            default -> atComment();
        };
    }

    private char peek() {
        return position < text.length() ? text.charAt(position) : END;
    }

    /** Takes a character; control and direction marks, with which text can look like other text, are refused. */
    private char next() throws HoconProblem {
        if (position == text.length()) {
            return END;
        }
        char c = text.charAt(position);
        boolean layout = c == '\n' || c == '\r' || c == '\t';
        if (!layout && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)) {
            throw problem(
                    "expected text, got the control character " + String.format("U+%04X", (int) c) + "; delete it.");
        }
        position++;
        if (c == '\n') {
            line++;
        }
        return c;
    }

    private static String shown(char c) {
        if (c == END) {
            return "the end of the file";
        }
        return c > ' ' && c <= '~' ? "" + c : String.format("U+%04X", (int) c);
    }

    private HoconProblem problem(String what) {
        return new HoconProblem(file, line, what);
    }
}

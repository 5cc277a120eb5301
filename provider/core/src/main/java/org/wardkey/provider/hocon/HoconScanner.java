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
    private static final String FORBIDDEN_UNQUOTED = ":=+?!@*&`^\\{}[]";

    private final String file;
    private final String text;
    private final HoconIncludes includes;
    private final HoconPlaces places;
    private final int includeDepth;
    private final HoconCursor in;

    private HoconScanner(String file, String text, HoconIncludes includes, HoconPlaces places, int includeDepth) {
        this.file = file;
        this.text = text;
        this.includes = includes;
        this.places = places;
        this.includeDepth = includeDepth;
        this.in = new HoconCursor(file, text);
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
        if (text.indexOf(HoconCursor.END) >= 0) {
            throw new HoconProblem(file, 0, "expected text, got the control character U+0000; delete it.");
        }
        in.separators();
        if (in.peek() != '{') {
            members(at, 0);
            return;
        }
        int opened = in.line();
        in.next();
        members(at, opened);
        in.separators();
        if (in.peek() != HoconCursor.END) {
            throw in.problem("expected nothing after the last }, got " + HoconCursor.shown(in.peek()) + "; delete it.");
        }
    }

    /** Reads members up to the end of the file, or of the block that was opened at a line. */
    private void members(List<String> at, int opened) throws HoconProblem {
        while (true) {
            in.separators();
            if (in.peek() == HoconCursor.END) {
                if (opened > 0) {
                    throw in.problem(
                            "expected a } for the { of line " + opened + ", got the end of the file; close it.");
                }
                return;
            }
            if (in.peek() == '}') {
                if (opened == 0) {
                    throw in.problem("expected a key, got a } that closes nothing; delete it.");
                }
                in.next();
                return;
            }
            member(at);
            in.blanks();
            if (!in.atEndOfValue()) {
                throw in.problem("expected a new line, a comma or }, got " + HoconCursor.shown(in.peek())
                        + "; start a new line.");
            }
        }
    }

    private void member(List<String> at) throws HoconProblem {
        Place place = new Place(file, in.line());
        boolean quoted = in.peek() == '"';
        List<String> key = with(at, element());
        if (!quoted && key.get(key.size() - 1).equals("include")) {
            include(at);
            return;
        }
        while (in.peek() == '.') {
            in.next();
            places.pass(key, place);
            key = with(key, element());
            depth(key);
        }
        places.declare(key, place);
        depth(key);
        in.blanks();
        if (in.peek() == '{') {
            block(key);
            return;
        }
        if (in.peek() != '=' && in.peek() != ':') {
            throw in.problem("expected = or { after " + Printable.text(String.join(".", key)) + ", got "
                    + HoconCursor.shown(in.peek()) + "; write KEY = VALUE or KEY { ... }.");
        }
        in.next();
        in.separatorsBeforeValue();
        value(key);
    }

    private void depth(List<String> key) throws HoconProblem {
        if (key.size() > DEEPEST_BLOCK) {
            throw in.problem("expected blocks nested at most " + DEEPEST_BLOCK + " deep, got more; flatten them.");
        }
    }

    private static List<String> with(List<String> path, String element) {
        List<String> longer = new ArrayList<>(path);
        longer.add(element);
        return List.copyOf(longer);
    }

    private String element() throws HoconProblem {
        if (in.peek() == '"') {
            return in.quoted();
        }
        int start = in.position();
        while (isKeyCharacter(in.peek())) {
            in.next();
        }
        if (in.position() == start) {
            throw in.problem("expected a key of a-z, A-Z, 0-9, _ and -, got " + HoconCursor.shown(in.peek())
                    + "; put other keys in \"\".");
        }
        return in.since(start);
    }

    private static boolean isKeyCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    private void block(List<String> key) throws HoconProblem {
        int opened = in.line();
        in.next();
        members(key, opened);
    }

    private void value(List<String> key) throws HoconProblem {
        if (in.peek() == '{') {
            block(key);
            return;
        }
        if (in.peek() == '[') {
            list();
            return;
        }
        scalar();
    }

    private void list() throws HoconProblem {
        int opened = in.line();
        in.next();
        while (true) {
            in.separators();
            switch (in.peek()) {
                case ']' -> {
                    in.next();
                    return;
                }
                case '{', '[' ->
                    throw in.problem(
                            "expected words in a list, got " + HoconCursor.shown(in.peek()) + "; write [a, b].");
                case HoconCursor.END ->
                    throw in.problem(
                            "expected a ] for the [ of line " + opened + ", got the end of the file; close it.");
                default -> scalar();
            }
        }
    }

    private void scalar() throws HoconProblem {
        if (in.atEndOfValue()) {
            throw in.problem("expected a value, got none; write one, or delete the key.");
        }
        while (!in.atEndOfValue()) {
            char c = in.peek();
            if (c == '"') {
                in.quoted();
            } else if (c == '$') {
                throw in.problem("expected no substitution, got " + Printable.text(in.rest(40))
                        + "; write the value itself: neither keys nor the environment are looked up.");
            } else if (FORBIDDEN_UNQUOTED.indexOf(c) >= 0 || c > '~') {
                throw in.problem("expected plain words, got " + HoconCursor.shown(c) + "; put the value in \"\".");
            } else {
                in.next();
            }
        }
    }

    private void include(List<String> at) throws HoconProblem {
        in.blanks();
        if (in.peek() != '"') {
            throw in.problem("expected no include other than include \"NAME\", got one by URL, class path or function;"
                    + " name a local file, or put the key include in \"\".");
        }
        int from = in.line();
        String name = in.quoted();
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
}

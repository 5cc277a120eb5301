package org.wardkey.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.security.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** One test again, with all that went in, what was expected and what came, octet by octet. */
public final class Replay {
    private static final int ROW = 16;
    /** Names of fields that are decimal numbers, though their digits could be octets. */
    private static final Pattern NUMBERS =
            Pattern.compile("len|modulo|l|.*(Len|Length|Id|Size|Count|Number|Of|Bits|Tests|sLen)");

    private final Bench bench;
    private final OptionalLong tgId;
    private final long tcId;
    private final List<Shown> tests = new ArrayList<>();

    /**
     * A test.
     *
     * @param title its set, group and number, and what became of it
     * @param outcome what became of it
     * @param lines all about it
     */
    public record Shown(String title, Outcome outcome, List<String> lines) {
        /** Copies the list. */
        public Shown {
            lines = List.copyOf(lines);
        }
    }

    private Replay(Bench bench, OptionalLong tgId, long tcId) {
        this.bench = bench;
        this.tgId = tgId;
        this.tcId = tcId;
    }

    /**
     * Runs the tests of one number.
     *
     * @param underTest the provider under test
     * @param second the provider that verifies answers which are random by nature
     * @param capability what the provider under test declares
     * @param vectors files and folders
     * @param glob the names of the sets to take, as in {@link Conformance#matching}
     * @param tgId the number of the group; empty for any
     * @param tcId the number of the test
     * @throws VectorFormatException when a file is malformed, with the position
     * @throws IOException when a file cannot be read, or there are no vectors in it
     */
    public static List<Shown> run(
            Provider underTest,
            Provider second,
            Capability capability,
            List<Path> vectors,
            String glob,
            OptionalLong tgId,
            long tcId)
            throws IOException {
        Replay replay = new Replay(Bench.of(underTest, second, capability), tgId, tcId);
        for (Path path : vectors) {
            for (VectorSet set : VectorSets.of(path)) {
                if (Conformance.glob(glob).test(set.name())) {
                    set.source().each((family, test) -> replay.visit(set.name(), family, test));
                }
            }
        }
        return List.copyOf(replay.tests);
    }

    private void visit(String set, Family family, VectorTest test) throws VectorFormatException {
        long group = test.group().has("tgId") ? test.group().integer("tgId") : 0;
        if (test.test().integer("tcId") != tcId || (tgId.isPresent() && tgId.getAsLong() != group)) {
            return;
        }
        Question question = test.to(bench);
        List<String> lines = new ArrayList<>();
        section(lines, "set", test.header());
        section(lines, "group", test.group());
        section(lines, "test", test.test());
        Verdict verdict = family instanceof AcvpFamily acvp ? acvp(lines, acvp, question) : family.judge(question);
        if (!verdict.reason().isEmpty()) {
            lines.add((verdict.outcome() == Outcome.FAIL ? "expected " : "because ") + verdict.reason());
        }
        if (!verdict.came().isEmpty()) {
            lines.add("came     " + verdict.came());
        }
        tests.add(new Shown(
                set + " tgId " + group + " tcId " + tcId + " (" + family.name() + "): " + verdict.outcome(),
                verdict.outcome(),
                lines));
    }

    private static Verdict acvp(List<String> lines, AcvpFamily family, Question question) throws VectorFormatException {
        Response response = family.respond(question);
        section(lines, "expected", question.answer());
        Verdict verdict = family.judge(question);
        if (response instanceof Response.Given given) {
            lines.add(given.random() ? "came (another one each time)" : "came");
            lines.addAll(fields(given.group().octetFields()));
            lines.addAll(fields(given.test().octetFields()));
            if (!given.refusal().isEmpty()) {
                lines.add("  refused: " + given.refusal());
            }
            if (!given.random()) {
                given.test().octetFields().forEach((name, came) -> difference(lines, question.answer(), name, came));
            }
        }
        return verdict;
    }

    private static void difference(List<String> lines, JsonObject answer, String name, byte[] came) {
        byte[] expected = octets(answer.textOr(name, "?"));
        int at = Arrays.mismatch(expected, came);
        if (answer.has(name) && at >= 0) {
            lines.add(name + ": differs first at byte " + at + " (0x" + Integer.toHexString(at) + "): expected "
                    + at(expected, at) + ", came " + at(came, at));
        }
    }

    private static String at(byte[] octets, int index) {
        return index < octets.length
                ? HexFormat.of().toHexDigits(octets[index])
                : "the end (" + octets.length + " bytes)";
    }

    private static void section(List<String> lines, String title, JsonObject object) {
        if (object.isEmpty()) {
            return;
        }
        lines.add(title);
        object.texts().forEach((name, text) -> {
            byte[] octets = NUMBERS.matcher(name).matches() ? new byte[0] : octets(text);
            lines.addAll(
                    octets.length == 0 ? List.of("  " + name + " = " + Verdict.printable(text)) : dump(name, octets));
        });
    }

    private static List<String> fields(Map<String, byte[]> octets) {
        List<String> lines = new ArrayList<>();
        octets.forEach((name, value) -> lines.addAll(dump(name, value)));
        return lines;
    }

    /** A text that is octets; words are not. */
    private static byte[] octets(String text) {
        boolean hexadecimal = text.length() % 2 == 0 && text.matches("[0-9A-Fa-f]{2,}");
        return hexadecimal ? HexFormat.of().parseHex(text) : new byte[0];
    }

    private static List<String> dump(String name, byte[] octets) {
        List<String> lines = new ArrayList<>();
        lines.add("  " + name + ", " + octets.length + " bytes");
        HexFormat spaced = HexFormat.ofDelimiter(" ");
        for (int offset = 0; offset < octets.length; offset += ROW) {
            byte[] row = Arrays.copyOfRange(octets, offset, Math.min(octets.length, offset + ROW));
            StringBuilder text = new StringBuilder();
            for (byte b : row) {
                text.append(b >= 0x20 && b < 0x7f ? (char) b : '.');
            }
            lines.add(String.format("    %08x  %-47s  %s", offset, spaced.formatHex(row), text));
        }
        return lines;
    }
}

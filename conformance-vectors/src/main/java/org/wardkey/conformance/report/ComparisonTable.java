package org.wardkey.conformance.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Several finished runs of the same vectors, one for each provider, as tables in Markdown: what each came to, by algorithm
 * family, how fast and with how much memory, and each kind of failure with how many each provider has of it.
 */
public final class ComparisonTable {
    private static final String OTHER = "(other)";
    private static final int SHOWN = 120;

    private final List<FinishedRun> runs;

    private ComparisonTable(List<FinishedRun> runs) {
        this.runs = runs;
    }

    /**
     * Makes the tables.
     *
     * @param folders what {@code run --report} has written, by the name of the column, in the order of the columns
     * @throws IOException when a report is missing or malformed, or the runs had different tests
     */
    public static String of(Map<String, Path> folders) throws IOException {
        List<FinishedRun> runs = new ArrayList<>();
        for (Map.Entry<String, Path> folder : folders.entrySet()) {
            runs.add(FinishedRun.read(folder.getKey(), folder.getValue()));
        }
        ComparisonTable table = new ComparisonTable(runs);
        table.requireSameTests();
        return table.head() + table.providers() + table.families() + table.failures();
    }

    private void requireSameTests() throws IOException {
        Set<Integer> counts = runs.stream().map(run -> run.totals().tests()).collect(Collectors.toSet());
        if (counts.size() > 1) {
            throw new IOException("the runs had different vectors: "
                    + runs.stream()
                            .map(run -> run.name() + " " + run.totals().tests() + " tests")
                            .collect(Collectors.joining(", ")));
        }
    }

    private String head() {
        StringBuilder head = new StringBuilder();
        for (String field : List.of("tool", "environment")) {
            for (String fact :
                    runs.stream().map(run -> run.fact(field)).collect(Collectors.toCollection(LinkedHashSet::new))) {
                head.append("- ").append(text(fact)).append('\n');
            }
        }
        return head.append('\n').toString();
    }

    private String providers() {
        Set<String> common = new HashSet<>(runs.get(0).wholeSets().keySet());
        runs.forEach(run -> common.retainAll(run.wholeSets().keySet()));
        int tests = runs.get(0).wholeSets().entrySet().stream()
                .filter(set -> common.contains(set.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
        StringBuilder rows = new StringBuilder(row(List.of(
                "", "Provider", "passed / failed / outside / not expressible", "tests/s", "tests/s, same", "MiB")));
        rows.append("|---|---|---|---:|---:|---:|\n");
        for (FinishedRun run : runs) {
            double same = common.stream().mapToDouble(run::seconds).sum();
            rows.append(row(List.of(
                    run.name(),
                    run.providers(),
                    run.totals().shown(),
                    number(run.totals().ran() / run.number("seconds")),
                    number(tests / same),
                    number(run.number("largestResidentBytes") / (1 << 20)))));
        }
        return rows + "\ntests/s: those that ran; same: the " + tests + " tests of " + common.size()
                + " sets of which every provider ran all. MiB: the most that the process had.\n\n";
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.0f", value) : "-";
    }

    private String families() {
        SortedSet<String> names = new TreeSet<>();
        runs.forEach(run -> names.addAll(run.families().keySet()));
        names.removeIf(name -> name.startsWith(OTHER));
        StringBuilder rows = new StringBuilder(row(head("Family", "tests")));
        rows.append("|---|---:|").append("---|".repeat(runs.size())).append('\n');
        for (String name : names) {
            rows.append(row(name, run -> family(run, name)));
        }
        rows.append(row("others", ComparisonTable::others));
        return rows.append(row("all", FinishedRun::totals)).append('\n').toString();
    }

    private List<String> head(String... first) {
        List<String> cells = new ArrayList<>(List.of(first));
        runs.forEach(run -> cells.add(run.name()));
        return cells;
    }

    private String row(String name, Function<FinishedRun, FinishedRun.Counts> counts) {
        List<String> cells = new ArrayList<>(
                List.of(name, String.valueOf(counts.apply(runs.get(0)).tests())));
        runs.forEach(run -> cells.add(counts.apply(run).shown()));
        return row(cells);
    }

    private static FinishedRun.Counts family(FinishedRun run, String name) {
        return run.families().getOrDefault(name, new FinishedRun.Counts());
    }

    private static FinishedRun.Counts others(FinishedRun run) {
        FinishedRun.Counts others = new FinishedRun.Counts();
        run.families().forEach((name, counts) -> {
            if (name.startsWith(OTHER)) {
                others.add(counts);
            }
        });
        return others;
    }

    private String failures() {
        SortedMap<List<String>, Map<String, Integer>> groups =
                new TreeMap<>((one, two) -> String.join("\n", one).compareTo(String.join("\n", two)));
        for (FinishedRun run : runs) {
            for (FinishedRun.Failed failed : run.failures()) {
                groups.computeIfAbsent(
                                List.of(failed.family(), wanted(failed.expected()), kind(failed.came())),
                                group -> new HashMap<>())
                        .merge(run.name(), 1, Integer::sum);
            }
        }
        StringBuilder rows = new StringBuilder(row(head("Family", "expected", "came")));
        rows.append("|---|---|---|").append("---:|".repeat(runs.size())).append('\n');
        groups.forEach((group, counts) -> {
            List<String> cells = new ArrayList<>(List.of(group.get(0), text(group.get(1)), text(group.get(2))));
            runs.forEach(run -> cells.add(counts.containsKey(run.name()) ? counts.get(run.name()) + "" : ""));
            rows.append(row(cells));
        });
        return rows.toString();
    }

    /** Without what differs from test to test. */
    static String kind(String text) {
        String kind = text.replaceAll("\\b(?:[0-9a-fA-F]{16,}|(?=[a-fA-F]*\\d)[0-9a-fA-F]{8,})\\b(\\.\\.\\.)?", "…")
                .replaceAll("(?<![-/\\w])\\d+\\b", "N")
                .replaceAll("\\b(?:[a-z]\\w*\\.){2,}(?=[A-Z])", "")
                .strip();
        return kind.length() <= SHOWN ? kind : kind.substring(0, SHOWN) + "…";
    }

    /** Whether it is octets or "true", its field is told by its name, or there are none of them. */
    private static String wanted(String expected) {
        String kind = kind(expected);
        return kind.matches("((ct|pt|tag|signature) ?)?(…|N|\\(empty\\)|testPassed true)?") ? "an answer" : kind;
    }

    /** Text of foreign exceptions inside a table of Markdown. */
    private static String text(String text) {
        return Markup.escaped(text).replaceAll("\\s+", " ").replace("|", "\\|").replace("`", "'");
    }

    private static String row(Collection<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}

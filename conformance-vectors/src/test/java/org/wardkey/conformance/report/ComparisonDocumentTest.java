package org.wardkey.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/comparison.md says of runs that no test repeats: that it adds up, and is about the jars that the script pins. */
class ComparisonDocumentTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern COUNTS = Pattern.compile("(\\d+) / (\\d+) / (\\d+) / (\\d+)");

    /** A row of the table of families: its name, its number of tests, four counts for each provider. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| ([^|]+) \\| (\\d+) ((?:\\| \\d+ / \\d+ / \\d+ / \\d+ )+)\\|$");

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    private static List<int[]> counts(String text) {
        return COUNTS.matcher(text)
                .results()
                .map(match -> new int[] {number(match, 1), number(match, 2), number(match, 3), number(match, 4)})
                .toList();
    }

    private static int number(MatchResult match, int group) {
        return Integer.parseInt(match.group(group));
    }

    @Test
    void families_everyRow_addsUpToItsTestsAndTheLastToAll() throws IOException {
        List<MatchResult> rows =
                ROW.matcher(read("docs/comparison.md")).results().toList();
        assertThat(rows).hasSizeGreaterThan(30);
        int[][] totals = new int[6][4];
        for (MatchResult row : rows.subList(0, rows.size() - 1)) {
            List<int[]> cells = counts(row.group(3));
            assertThat(cells).as(row.group(1)).hasSize(6);
            for (int i = 0; i < 6; i++) {
                assertThat(Arrays.stream(cells.get(i)).sum()).as(row.group()).isEqualTo(number(row, 2));
                for (int kind = 0; kind < 4; kind++) {
                    totals[i][kind] += cells.get(i)[kind];
                }
            }
        }
        MatchResult all = rows.get(rows.size() - 1);
        assertThat(all.group(1)).isEqualTo("all");
        assertThat(counts(all.group(3)).toArray(int[][]::new)).isDeepEqualTo(totals);
    }

    @Test
    void providers_jarsOfTheTable_areThoseThatTheScriptPins() throws IOException {
        String document = read("docs/comparison.md");
        Pattern pinned =
                Pattern.compile("(?m)^(?:pinned=')?(\\w+)\\|[^:|]+:([^:|]+):([^:|]+)(?::([^|]+))?\\|[0-9a-f]{64}\\|");
        List<MatchResult> jars = pinned.matcher(read("conformance-vectors/src/comparison/compare"))
                .results()
                .toList();
        assertThat(jars).hasSize(4);
        for (MatchResult jar : jars) {
            String classifier = jar.group(4) == null ? "" : "-" + jar.group(4);
            assertThat(document).contains("(`" + jar.group(2) + "-" + jar.group(3) + classifier + ".jar`)");
        }
        // Those that the build itself uses as peers are of the same versions.
        assertThat(read("pom.xml"))
                .contains(
                        "<bouncycastle.version>" + jars.get(0).group(3),
                        "<bc-fips.version>" + jars.get(1).group(3));
        assertThat(read("benchmarks/pom.xml"))
                .contains(
                        "<version>" + jars.get(2).group(3) + "<",
                        "<version>" + jars.get(3).group(3) + "<");
    }
}

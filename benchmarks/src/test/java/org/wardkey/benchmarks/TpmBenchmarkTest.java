package org.wardkey.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measurement runs on the simulator swtpm, with C where its headers are; what it measures here means nothing. */
class TpmBenchmarkTest {
    @TempDir
    private Path folder;

    @Test
    void measure_briefly_hasEveryFigure() throws Exception {
        Map<String, List<Double>> figures = TpmBenchmark.measure(folder, true);

        // 5 operations and a ratio, 3 of a slow chip with 2 figures each; 2 more for each of 4 that C does, too.
        assertThat(figures.size()).isIn(System.getenv("CI") == null ? List.of(12, 20) : List.of(20));
        assertThat(figures).allSatisfy((name, values) -> assertThat(values).allMatch(value -> value > 0));
        assertThat(figures.get("sign, slow chip, commands")).containsExactly(1.0);
        assertThat(figures.get("protected-sign, slow chip, commands")).containsExactly(1.0);
        assertThat(figures.get("windowed-sign, slow chip, commands")).containsExactly(5.0);
    }
}

package org.wardkey.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.benchmarks.FreshJvm.Spread;

/** The measurement runs, and measures something; what it measures here means nothing. */
class FootprintTest {
    @TempDir
    private Path folder;

    @Test
    void measure_briefly_hasEveryFigure() throws Exception {
        Map<String, Spread> figures = Footprint.measure(folder, true);

        // Three ways to sign with 3 figures each, 10 comparisons of 3 each, the class path.
        assertThat(figures).hasSize(40);
        assertThat(figures.entrySet())
                .filteredOn(figure ->
                        !figure.getKey().contains("added") && !figure.getKey().startsWith("sent"))
                .allSatisfy(figure -> assertThat(figure.getValue().median())
                        .as(figure.getKey())
                        .isPositive());
    }
}

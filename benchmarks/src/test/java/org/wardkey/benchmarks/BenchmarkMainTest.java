package org.wardkey.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Every benchmark runs for Wardkey; what it measures here means nothing. */
class BenchmarkMainTest {
    @Test
    void benchmarks_briefly_allRun() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .shouldFailOnError(true)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(20))
                        .forks(0)
                        .param("provider", "wardkey")
                        .build())
                .run();

        // 5 algorithms with 2 benchmarks, 3 sizes, 4 kinds of key, 4 rows for secret keys, OAEP both ways, 2 of the
        // policy with 2 numbers of rules, 5 of the audit log
        assertThat(results).hasSize(32).allMatch(r -> r.getPrimaryResult().getScore() > 0);
    }
}

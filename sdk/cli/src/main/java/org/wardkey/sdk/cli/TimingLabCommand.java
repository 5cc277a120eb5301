package org.wardkey.sdk.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code wardkey timing-lab}: the timing laboratory of {@code wardkey conformance}, with Wardkey's provider beside it. */
@Command(
        name = "timing-lab",
        description = {
            "Measures whether secrets show in running times, through the JCA: t-tests for each way in which a JVM runs code,",
            "each with a control and a planted leak. Without --provider: Wardkey and the JDK's. Its own options:",
            "wardkey timing-lab --help. What the verdicts mean: docs/timing.md."
        })
final class TimingLabCommand implements Callable<Integer> {
    /** All of it, options too: the other program reads its command line itself. */
    @Unmatched
    private final List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        List<String> all = new ArrayList<>(List.of("timing-lab"));
        if (words.stream().noneMatch(word -> word.startsWith("--provider"))) {
            all.addAll(List.of("--provider", "Wardkey", "--provider", "JDK"));
        }
        all.addAll(words);
        return ConformanceCommand.run(all);
    }
}

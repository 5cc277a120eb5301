package org.wardkey.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks and prints each result as a ratio to Wardkey's in the same run.
 *
 * <p>{@code --short} runs everything once and briefly, to show that it runs; figures need the long
 * form. Other arguments are patterns of benchmarks.
 */
public final class BenchmarkMain {
    private static final int STARTS = 7;

    private BenchmarkMain() {}

    /**
     * Runs.
     *
     * @param arguments {@code --short} and patterns
     * @throws RunnerException if a benchmark fails
     * @throws IOException if a process cannot be started
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] arguments) throws RunnerException, IOException, InterruptedException {
        List<String> patterns = new ArrayList<>(List.of(arguments));
        boolean brief = patterns.remove("--short");
        ChainedOptionsBuilder options = new OptionsBuilder().shouldFailOnError(false);
        patterns.forEach(options::include);
        if (Runtime.version().feature() >= 22) {
            options.jvmArgsAppend("--enable-native-access=ALL-UNNAMED");
        }
        if (brief) {
            options.warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(50))
                    .forks(0)
                    .param("provider", "wardkey");
        }
        print(new Runner(options.build()).run());
        if (!brief) {
            firstSignature();
            LibcryptoRatio.print();
        }
    }

    @SuppressWarnings("SystemOut") // its answer
    private static void print(Collection<RunResult> results) {
        Map<String, Map<String, Double>> byCase = new TreeMap<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark().replaceAll(".*\\.(\\w+\\.\\w+)$", "$1");
            StringBuilder rest = new StringBuilder(name);
            String peer = "";
            for (String parameter : result.getParams().getParamsKeys()) {
                String value = result.getParams().getParam(parameter);
                if (parameter.equals("provider") || parameter.equals("key")) {
                    peer = value;
                } else {
                    rest.append(' ').append(value);
                }
            }
            byCase.computeIfAbsent(rest.toString(), k -> new TreeMap<>())
                    .put(peer, result.getPrimaryResult().getScore());
        }
        System.out.printf("%n%-46s %s (Java %s)%n", "case", "score and ratio to wardkey or plain", Runtime.version());
        byCase.forEach((name, scores) -> {
            double ours = scores.getOrDefault("wardkey", scores.getOrDefault("plain", Double.NaN));
            StringBuilder line = new StringBuilder();
            scores.forEach((peer, score) -> line.append(String.format("  %s %.0f (%.2f)", peer, score, score / ours)));
            System.out.printf("%-46s%s%n", name, line);
        });
    }

    /** Starts JVMs one after the other; the first makes the key and is not counted. */
    @SuppressWarnings("SystemOut") // its answer
    private static void firstSignature() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("wardkey-benchmark");
        Path config = Files.writeString(folder.resolve("wardkey.conf"), "wardkey { home = home }\n");
        FreshJvm program = new FreshJvm(List.of(), FirstSignature.class, List.of(config.toString()));
        List<FreshJvm.Run> runs = new ArrayList<>();
        for (int i = 0; i <= STARTS; i++) {
            FreshJvm.Run run = program.run();
            if (i > 0) {
                runs.add(run);
            }
        }
        FreshJvm.Spread millis = FreshJvm.Spread.of(runs, FreshJvm.Run::millis);
        System.out.printf(
                "first signature after JVM start: median %d ms (%d to %d)%n",
                millis.median(), millis.least(), millis.most());
    }
}

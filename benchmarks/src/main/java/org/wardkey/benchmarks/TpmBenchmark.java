package org.wardkey.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wardkey.tpm2.Tpm;

/**
 * Wardkey's way to a TPM against a C program on ESYS of tpm2-tss: the same keys in the same swtpm, turn by turn, and what a key with a
 * window costs. The simulator is no chip; what is compared is what comes on top of it.
 *
 * <p>{@code --short} does everything once and briefly, to show that it runs; figures need the long form. Without a C compiler or the headers
 * of tpm2-tss (on Debian: gcc, libtss2-dev) it says so, and measures Wardkey alone.
 */
public final class TpmBenchmark {
    private static final double NANOS_PER_MICRO = 1000;
    private static final Duration PRIVATE_KEY = Duration.ofMillis(200);
    private static final Duration OTHER = Duration.ofMillis(10);

    private final Optional<EsysPeer> peer;
    private final PrintStream out;
    private final int rounds;
    private final int warmUp;
    private final int count;
    private final int slowCount;
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();

    private TpmBenchmark(boolean brief, Optional<EsysPeer> peer, PrintStream out) {
        this.peer = peer;
        this.out = out;
        rounds = brief ? 1 : 9;
        warmUp = brief ? 2 : 100;
        count = brief ? 3 : 300;
        slowCount = brief ? 1 : 9;
    }

    /**
     * Measures and prints.
     *
     * @param arguments {@code --short} or nothing
     * @throws IOException if swtpm is not installed or fails
     * @throws GeneralSecurityException if this JVM has no ECDSA
     * @throws InterruptedException if interrupted
     */
    @SuppressWarnings("SystemOut") // its answer
    public static void main(String[] arguments) throws IOException, GeneralSecurityException, InterruptedException {
        boolean brief = List.of(arguments).contains("--short");
        System.out.printf("Java %s, on the simulator swtpm; median (least to most) of the rounds%n", Runtime.version());
        try (ScratchFolder folder = ScratchFolder.create("wardkey-tpm")) {
            measure(folder.path(), brief, peer(folder.path(), System.out), System.out)
                    .forEach((name, values) -> {
                        List<Double> sorted = new ArrayList<>(values);
                        Collections.sort(sorted);
                        System.out.printf(
                                "%-58s %.2f (%.2f to %.2f)%n",
                                name, sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(sorted.size() - 1));
                    });
        }
    }

    /** The program to compare with, if it can be compiled here; if not, that is said. */
    static Optional<EsysPeer> peer(Path folder, PrintStream out) throws InterruptedException {
        try {
            return Optional.of(EsysPeer.compile(folder));
        } catch (IOException e) {
            out.println("Not compared with ESYS (cc and libtss2-dev are needed): " + e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Measures.
     *
     * @param folder where the simulator keeps its state
     * @param brief whether once and briefly
     * @param peer the program to compare with
     * @param out takes what goes wrong with the program; the measurement goes on without its figures of that round
     * @return a figure of each round, by what they are, with their units
     */
    static Map<String, List<Double>> measure(Path folder, boolean brief, Optional<EsysPeer> peer, PrintStream out)
            throws IOException, GeneralSecurityException, InterruptedException {
        TpmBenchmark benchmark = new TpmBenchmark(brief, peer, out);
        try (TpmSimulator simulator = TpmSimulator.start(folder)) {
            TpmKeys.make(new Tpm(simulator.connect()));
            // The first is not counted: the JVM compiles then.
            benchmark.round(simulator, brief ? 0 : 20, false);
            benchmark.figures.clear();
            for (int i = 0; i < benchmark.rounds; i++) {
                benchmark.round(simulator, 1, i % 2 == 0);
            }
            benchmark.slow(simulator);
        }
        return benchmark.figures;
    }

    /** Wardkey's turn, and that of C, which one round begins and the next one ends. */
    private void round(TpmSimulator simulator, int warmUps, boolean peerFirst)
            throws GeneralSecurityException, InterruptedException {
        Map<String, Long> before = peerFirst ? theirs(simulator) : Map.of();
        Map<String, Double> ours = ours(simulator, warmUps);
        Map<String, Long> theirs = peerFirst ? before : theirs(simulator);
        ours.forEach((name, micros) -> add(name + ", Wardkey, µs", micros));
        add("windowed-sign, times sign", ours.getOrDefault("windowed-sign", 0.0) / ours.getOrDefault("sign", 0.0));
        theirs.forEach((name, nanos) -> {
            double micros = nanos / NANOS_PER_MICRO;
            add(name + ", C on ESYS, µs", micros);
            add(name + ", C's time as a multiple of Wardkey's", micros / ours.getOrDefault(name, 0.0));
        });
    }

    private Map<String, Double> ours(TpmSimulator simulator, int warmUps) throws GeneralSecurityException {
        Map<String, Double> ours = new LinkedHashMap<>();
        try (TpmKeys keys = new TpmKeys(new Tpm(simulator.connect()));
                WindowedKey windowed = new WindowedKey(keys)) {
            Map<String, Runnable> operations = new LinkedHashMap<>();
            operations.put("sign", keys::sign);
            operations.put("protected-sign", keys::signProtected);
            operations.put("random", keys::random);
            operations.put("protected-random", keys::randomProtected);
            operations.put("windowed-sign", windowed::sign);
            operations.forEach((name, operation) -> ours.put(name, micros(operation, warmUp * warmUps, count)));
        }
        return ours;
    }

    /** Nothing if the program fails, which is said. */
    private Map<String, Long> theirs(TpmSimulator simulator) throws InterruptedException {
        if (peer.isEmpty()) {
            return Map.of();
        }
        try {
            return peer.get().measure(simulator.tcti(), TpmKeys.STORAGE, TpmKeys.SIGNING, warmUp, count);
        } catch (IOException e) {
            out.println("A round without C on ESYS: " + e.getMessage());
            return Map.of();
        }
    }

    /** The same under the delays of a slow chip; what is made before is not delayed. */
    private void slow(TpmSimulator simulator) throws IOException, GeneralSecurityException {
        SlowChip chip = new SlowChip(simulator.connect());
        try (TpmKeys keys = new TpmKeys(new Tpm(chip));
                WindowedKey windowed = new WindowedKey(keys)) {
            windowed.sign();
            chip.slowDown(PRIVATE_KEY, OTHER);
            Map<String, Runnable> operations = new LinkedHashMap<>();
            operations.put("sign", keys::sign);
            operations.put("protected-sign", keys::signProtected);
            operations.put("windowed-sign", windowed::sign);
            operations.forEach((name, operation) -> {
                for (int i = 0; i < slowCount; i++) {
                    int before = chip.commands();
                    add(name + ", slow chip, ms", micros(operation, 0, 1) / NANOS_PER_MICRO);
                    add(name + ", slow chip, commands", chip.commands() - before);
                }
            });
            chip.slowDown(Duration.ZERO, Duration.ZERO);
        }
    }

    private void add(String figure, double value) {
        figures.computeIfAbsent(figure, none -> new ArrayList<>()).add(value);
    }

    /** The median, in microseconds. */
    private static double micros(Runnable operation, int warmUp, int count) {
        for (int i = 0; i < warmUp; i++) {
            operation.run();
        }
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long begun = System.nanoTime();
            operation.run();
            nanos[i] = System.nanoTime() - begun;
        }
        Arrays.sort(nanos);
        return nanos[count / 2] / NANOS_PER_MICRO;
    }
}

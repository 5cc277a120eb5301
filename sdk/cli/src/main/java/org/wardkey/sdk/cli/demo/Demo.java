package org.wardkey.sdk.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Runs the steps one after the other; each needs the ones before it. */
public final class Demo {
    private static final List<Step> STEPS = List.of(
            new ConfigurationStep(),
            new TokenKeysStep(),
            new CertificateStep(),
            new MutualTlsStep(),
            new WindowStep(),
            new LimitStep(),
            new SuspensionStep(),
            new PolicyStep(),
            new TpmStep(),
            new AuditStep());

    private Demo() {}

    /**
     * Runs the demonstration in a fresh folder.
     *
     * @param out where the summary goes
     * @param keep whether the folder stays
     * @param verbose whether a failure comes with its stack trace
     * @return whether every step passed
     * @throws IOException if there is no folder to be had
     */
    public static boolean run(PrintWriter out, boolean keep, boolean verbose) throws IOException {
        long begin = System.nanoTime();
        Path folder = Files.createTempDirectory("wardkey-demo-").toRealPath();
        out.println("Wardkey demo on Java " + Runtime.version() + (keep ? ", in " + folder : ""));
        int passed = 0;
        try (Stage stage = new Stage(folder)) {
            while (passed < STEPS.size() && passes(STEPS.get(passed), passed + 1, stage, out, verbose)) {
                passed++;
            }
        } finally {
            if (!keep) {
                delete(folder);
            }
        }
        out.printf("%n%d of %d steps passed in %.1f s.%n", passed, STEPS.size(), seconds(begin));
        out.flush();
        return passed == STEPS.size();
    }

    private static boolean passes(Step step, int number, Stage stage, PrintWriter out, boolean verbose) {
        long begin = System.nanoTime();
        out.printf("%n%d. %s%n", number, step.proves());
        out.flush();
        try {
            for (String evidence : step.run(stage)) {
                out.println("   - " + evidence);
            }
            out.printf("   passed, %.1f s%n", seconds(begin));
            return true;
        } catch (IOException | RuntimeException e) {
            out.printf("   FAILED, %.1f s: %s%n", seconds(begin), e.getMessage());
            if (verbose) {
                e.printStackTrace(out);
            }
            return false;
        } finally {
            out.flush();
        }
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(Demo::deleteOne);
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.wardkey.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Checks the harness itself, without any file: the running JDK passes the embedded examples, and each of a list of
 * planted mistakes is found in the family that it lies in.
 */
public final class SelfCheck {
    /** Sets that make keys of thousands of bits, or repeat an algorithm a million times. */
    private static final List<String> SLOW =
            List.of("examples/self-consistent ", "examples/monte-carlo ", "examples/rfc8017-oaep", "examples/rfc6979");

    private SelfCheck() {}

    /**
     * One step of the check.
     *
     * @param name what was checked
     * @param passed whether it came out as it must
     * @param detail what came out
     */
    public record Step(String name, boolean passed, String detail) {}

    /**
     * Runs the check; takes some seconds.
     *
     * @throws IOException when the embedded examples cannot be read
     */
    public static List<Step> run() throws IOException {
        List<Step> steps = new ArrayList<>();
        Report sound = EmbeddedExamples.run(ProviderGroup.jdk(), ProviderGroup.jdk(), Capability.standard());
        Report.Totals totals = sound.totals();
        steps.add(new Step(
                "examples of the standards on JDK " + Runtime.version().feature(),
                totals.failed() == 0 && totals.passed() > 0,
                totals.passed() + " of " + totals.tests() + " passed, " + totals.failed() + " failed"));
        for (Fault fault : Fault.values()) {
            steps.add(planted(fault, report(fault, sound)));
        }
        return List.copyOf(steps);
    }

    /**
     * Runs the examples on a provider with a planted fault. All but what it is in is the JDK's, so that the slow sets of
     * other families would say what they said of the JDK.
     *
     * @param sound the report of the JDK
     */
    static Report report(Fault fault, Report sound) throws IOException {
        Set<String> left = sound.files().stream()
                .filter(file -> !fault.families().contains(file.family()))
                .map(FileReport::file)
                .filter(name -> SLOW.stream().anyMatch(name::startsWith))
                .collect(Collectors.toSet());
        Bench bench = Bench.of(new FaultyProvider(fault), ProviderGroup.jdk(), Capability.standard());
        return EmbeddedExamples.run(bench, name -> !left.contains(name));
    }

    private static Step planted(Fault fault, Report report) {
        Set<String> families = report.files().stream()
                .filter(file -> file.failed() > 0)
                .map(FileReport::family)
                .collect(Collectors.toCollection(TreeSet::new));
        boolean found = families.equals(fault.families())
                && report.failures().stream().anyMatch(failure -> failure.came().contains(fault.symptom()));
        return new Step(
                "planted fault " + fault,
                found,
                report.failures().size() + " failures in " + (families.isEmpty() ? "no family" : families));
    }
}

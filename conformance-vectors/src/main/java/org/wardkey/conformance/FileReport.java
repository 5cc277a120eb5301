package org.wardkey.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The result of one vector set; its four counts add up to the number of tests in the set.
 *
 * @param file the file, and for files with several sets the set
 * @param family the algorithm family that judged it
 * @param tests how many tests the set holds
 * @param passed how many of them passed
 * @param failed how many failed; each has an entry in {@code failures}
 * @param outsideCapability how many lie outside what is declared
 * @param notExpressible how many the JCA cannot express
 * @param failures the failed tests, in file order
 * @param reasons why tests did not run, with how many per reason
 */
public record FileReport(
        String file,
        String family,
        int tests,
        int passed,
        int failed,
        int outsideCapability,
        int notExpressible,
        List<Failure> failures,
        SortedMap<String, Integer> reasons) {
    /**
     * Copies the collections.
     *
     * @throws IllegalArgumentException when the counts do not add up
     */
    public FileReport {
        failures = List.copyOf(failures);
        reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
        int notRun = reasons.values().stream().mapToInt(Integer::intValue).sum();
        if (passed + failed + outsideCapability + notExpressible != tests
                || failures.size() != failed
                || notRun != outsideCapability + notExpressible) {
            throw new IllegalArgumentException(file + ": " + passed + " passed, " + failed + " failed ("
                    + failures.size() + " listed), " + outsideCapability + " outside, " + notExpressible
                    + " not expressible (" + notRun + " with a reason) do not add up to " + tests + " tests");
        }
    }

    /** Collects the verdicts of one set. */
    static final class Tally {
        private final String file;
        private final TestListener listener;
        private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        private final List<Failure> failures = new ArrayList<>();
        private final SortedMap<String, Integer> reasons = new TreeMap<>();

        Tally(String file, TestListener listener) {
            this.file = file;
            this.listener = listener;
        }

        void add(Family family, VectorTest asked, Verdict verdict) throws IOException {
            JsonObject test = asked.test();
            counts.merge(verdict.outcome(), 1, Integer::sum);
            switch (verdict.outcome()) {
                case PASS -> {}
                case FAIL -> failures.add(failure(asked, verdict));
                case OUTSIDE_CAPABILITY, NOT_EXPRESSIBLE -> reasons.merge(verdict.reason(), 1, Integer::sum);
            }
            listener.judged(new TestResult(
                    file,
                    family.name(),
                    Verdict.printable(asked.group().textOr("testType", test.textOr("result", ""))),
                    asked.group().has("tgId") ? asked.group().integer("tgId") : 0,
                    test.integer("tcId"),
                    verdict.outcome(),
                    verdict.reason(),
                    verdict.came()));
        }

        private Failure failure(VectorTest asked, Verdict verdict) throws VectorFormatException {
            JsonObject test = asked.test();
            return new Failure(
                    file,
                    test.integer("tcId"),
                    Verdict.printable(test.textOr("comment", test.textOr("reason", ""))),
                    test.texts("flags").stream().map(Verdict::printable).toList(),
                    verdict.reason(),
                    verdict.came(),
                    asked.group().shown() + " " + test.shown());
        }

        /** {@code tests} is counted by the reader, not by this tally, so that a dropped test shows. */
        FileReport finish(String family, int tests) {
            return new FileReport(
                    file,
                    family,
                    tests,
                    count(Outcome.PASS),
                    count(Outcome.FAIL),
                    count(Outcome.OUTSIDE_CAPABILITY),
                    count(Outcome.NOT_EXPRESSIBLE),
                    failures,
                    reasons);
        }

        private int count(Outcome outcome) {
            return counts.getOrDefault(outcome, 0);
        }
    }
}

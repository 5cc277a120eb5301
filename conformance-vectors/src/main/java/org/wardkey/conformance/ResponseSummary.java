package org.wardkey.conformance;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a response holds, and which tests of the prompt it leaves out.
 *
 * @param tests tests in the prompt
 * @param leftOut the tests without an answer, in file order
 */
public record ResponseSummary(int tests, List<LeftOut> leftOut) {
    /** Copies the list. */
    public ResponseSummary {
        leftOut = List.copyOf(leftOut);
    }

    /**
     * A test without an answer.
     *
     * @param algorithm the algorithm of its set
     * @param tgId the number of its group
     * @param tcId its number
     * @param outcome outside the capability, not expressible, or failed: the provider refused where an answer is due
     * @param reason why
     */
    public record LeftOut(String algorithm, long tgId, long tcId, Outcome outcome, String reason) {
        static LeftOut of(JsonObject header, JsonObject group, JsonObject test, Response response)
                throws VectorFormatException {
            Verdict verdict = verdict(response);
            return new LeftOut(
                    Verdict.printable(header.textOr("algorithm", "")),
                    group.integer("tgId"),
                    test.integer("tcId"),
                    verdict.outcome(),
                    verdict.outcome() == Outcome.FAIL
                            ? "expected " + verdict.reason() + "; came " + verdict.came()
                            : verdict.reason());
        }

        private static Verdict verdict(Response response) {
            if (response instanceof Response.NotRun notRun) {
                return notRun.verdict();
            }
            return response instanceof Response.Faulty faulty
                    ? faulty.verdict()
                    : Verdict.fail(
                            ((Response.Unanswered) response).due(),
                            ((Response.Unanswered) response).refused().shown());
        }
    }

    /** How many tests have an answer. */
    public int answered() {
        return tests - leftOut.size();
    }

    /** Whether the provider failed where it has to answer. */
    public boolean failed() {
        return leftOut.stream().anyMatch(test -> test.outcome() == Outcome.FAIL);
    }

    /** Why tests have no answer, with how many per reason. */
    public SortedMap<String, Integer> reasons() {
        SortedMap<String, Integer> reasons = new TreeMap<>();
        leftOut.forEach(test -> reasons.merge(test.reason(), 1, Integer::sum));
        return reasons;
    }
}

package org.wardkey.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.security.Provider;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the same tests to several providers and finds those in which they differ: in the verdict, or, for ACVP tests
 * whose answer is determined by the prompt, in the answer. Tests without a published answer are compared as well.
 */
public final class ProviderComparison {
    private final List<Bench> benches;

    /**
     * Prepares a comparison.
     *
     * @param providers at least two; random answers of each are checked by the next one
     * @param capability what they are taken to declare
     */
    public ProviderComparison(List<Provider> providers, Capability capability) {
        if (providers.size() < 2) {
            throw new IllegalArgumentException("a comparison needs two providers, not " + providers.size());
        }
        List<Bench> all = new ArrayList<>();
        for (int i = 0; i < providers.size(); i++) {
            all.add(Bench.of(providers.get(i), providers.get((i + 1) % providers.size()), capability));
        }
        benches = List.copyOf(all);
    }

    /**
     * One test in which providers differ.
     *
     * @param file the vector file (and set)
     * @param tcId the test's number
     * @param answers what each provider did, in their order
     */
    public record Difference(String file, long tcId, List<String> answers) {
        /** Copies the list. */
        public Difference {
            answers = List.copyOf(answers);
        }
    }

    /**
     * What was compared.
     *
     * @param tests how many tests
     * @param differences those in which providers differ, in file order
     */
    public record Result(int tests, List<Difference> differences) {
        /** Copies the list. */
        public Result {
            differences = List.copyOf(differences);
        }

        /** How many tests differ, by file. */
        public Map<String, Integer> byFile() {
            Map<String, Integer> counts = new TreeMap<>();
            differences.forEach(difference -> counts.merge(difference.file(), 1, Integer::sum));
            return counts;
        }
    }

    /**
     * Compares.
     *
     * @param vectors files and folders
     * @param glob the names of the sets to take, as in {@link Conformance#matching}
     * @throws VectorFormatException when a file is malformed, with the position
     * @throws IOException when a file cannot be read, or there are no vectors in it
     */
    public Result compare(List<Path> vectors, String glob) throws IOException {
        int tests = 0;
        List<Difference> differences = new ArrayList<>();
        for (Path path : vectors) {
            for (VectorSet set : VectorSets.of(path)) {
                if (Conformance.glob(glob).test(set.name())) {
                    tests += set.source()
                            .each((family, test) -> compare(set.name(), family, test, differences))
                            .tests();
                }
            }
        }
        return new Result(tests, differences);
    }

    private void compare(String file, Family family, VectorTest test, List<Difference> differences)
            throws VectorFormatException {
        List<String> answers = new ArrayList<>();
        for (Bench bench : benches) {
            answers.add(answer(family, test.to(bench)));
        }
        if (new LinkedHashSet<>(answers).size() > 1) {
            differences.add(new Difference(file, test.test().integer("tcId"), answers));
        }
    }

    private static String answer(Family family, Question question) throws VectorFormatException {
        if (family instanceof AcvpFamily acvp && question.answer().isEmpty()) {
            Response response = acvp.respond(question);
            if (response instanceof Response.Given given && !given.random()) {
                return given.test().toString();
            }
            return shown(AcvpFamily.judge(question, response));
        }
        return shown(family.judge(question));
    }

    private static String shown(Verdict verdict) {
        return switch (verdict.outcome()) {
            case PASS -> "pass";
            case FAIL -> "fail: expected " + verdict.reason() + "; came " + verdict.came();
            // The reason names the provider, so that two that lack the same service would seem to differ.
            case OUTSIDE_CAPABILITY -> "outside capability";
            case NOT_EXPRESSIBLE -> "not expressible";
        };
    }
}

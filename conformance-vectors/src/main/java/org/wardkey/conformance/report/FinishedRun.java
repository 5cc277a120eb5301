package org.wardkey.conformance.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A run whose reports lie in a folder. */
final class FinishedRun {
    private static final List<String> COUNTS =
            List.of("tests", "passed", "failed", "outsideCapability", "notExpressible");

    private final String name;
    private final SortedMap<String, Counts> families = new TreeMap<>();
    private final Map<Integer, VectorSet> sets = new HashMap<>();
    private final Map<String, Double> secondsBySet = new HashMap<>();
    private final Map<String, String> facts = new HashMap<>();
    /** The set of timings.json that is being read. */
    private final Map<String, String> timed = new HashMap<>();

    private final Map<Integer, Map<String, String>> providers = new TreeMap<>();

    private FinishedRun(String name) {
        this.name = name;
    }

    /** How many tests became what. */
    static final class Counts {
        private final int[] values = new int[COUNTS.size()];

        private void take(String field, String value) {
            int index = COUNTS.indexOf(field);
            if (index >= 0) {
                values[index] = Integer.parseInt(value);
            }
        }

        void add(Counts other) {
            for (int i = 0; i < values.length; i++) {
                values[i] += other.values[i];
            }
        }

        int tests() {
            return values[0];
        }

        int ran() {
            return values[1] + values[2];
        }

        /** Passed, failed, outside, not expressible. */
        String shown() {
            return values[1] + " / " + values[2] + " / " + values[3] + " / " + values[4];
        }
    }

    /** A failed test: what was expected and what came. */
    record Failed(String family, String expected, String came) {}

    private static final class VectorSet {
        private final Map<String, String> texts = new HashMap<>();
        private final Counts counts = new Counts();
        private final Map<Integer, Map<String, String>> failures = new TreeMap<>();
    }

    /**
     * Reads it.
     *
     * @param name how it is called in tables
     * @param folder what {@code run --report} has written
     * @throws IOException when a report is missing or malformed
     */
    static FinishedRun read(String name, Path folder) throws IOException {
        FinishedRun run = new FinishedRun(name);
        JsonScalars.read(folder.resolve("report.json"), run::report);
        JsonScalars.read(folder.resolve("timings.json"), run::timing);
        JsonScalars.read(folder.resolve("evidence.json"), run::evidence);
        return run;
    }

    private void report(List<String> place, String value) {
        if (place.get(0).equals("families")) {
            families.computeIfAbsent(place.get(1), family -> new Counts()).take(place.get(2), value);
        }
        if (!place.get(0).equals("sets")) {
            return;
        }
        VectorSet set = sets.computeIfAbsent(Integer.valueOf(place.get(1)), index -> new VectorSet());
        if (place.size() == 3) {
            set.texts.put(place.get(2), value);
            set.counts.take(place.get(2), value);
        } else if (place.get(2).equals("failures") && place.size() == 5) {
            set.failures
                    .computeIfAbsent(Integer.valueOf(place.get(3)), index -> new HashMap<>())
                    .put(place.get(4), value);
        }
    }

    private void timing(List<String> place, String value) {
        if (place.size() == 1) {
            facts.put(place.get(0), value);
            return;
        }
        timed.put(place.get(2), value);
        if (place.get(2).equals("seconds")) {
            secondsBySet.merge(timed.getOrDefault("file", ""), Double.valueOf(value), Double::sum);
        }
    }

    private void evidence(List<String> place, String value) {
        if (place.size() == 1) {
            facts.put(place.get(0), value);
        } else if (place.get(0).equals("providerUnderTest")) {
            providers
                    .computeIfAbsent(Integer.valueOf(place.get(1)), index -> new HashMap<>())
                    .put(place.get(2), value);
        }
    }

    String name() {
        return name;
    }

    SortedMap<String, Counts> families() {
        return families;
    }

    Counts totals() {
        Counts totals = new Counts();
        families.values().forEach(totals::add);
        return totals;
    }

    /** Providers and their versions; each with its jar's name where it has one. */
    String providers() {
        List<String> shown = new ArrayList<>();
        for (Map<String, String> provider : providers.values()) {
            String jar = provider.containsKey("jarSha256") ? " (`" + provider.get("jar") + "`)" : "";
            shown.add(provider.get("name") + " " + provider.get("version") + jar);
        }
        return String.join(", ", shown);
    }

    /** A fact of timings.json or evidence.json, for example {@code environment}. */
    String fact(String field) {
        return facts.getOrDefault(field, "");
    }

    double number(String field) {
        return facts.containsKey(field) ? Double.parseDouble(facts.get(field)) : Double.NaN;
    }

    /** How many tests of each set ran; only sets all of whose tests did. */
    Map<String, Integer> wholeSets() {
        Map<String, Integer> whole = new HashMap<>();
        for (VectorSet set : sets.values()) {
            if (set.counts.ran() == set.counts.tests()) {
                whole.merge(set.texts.getOrDefault("file", ""), set.counts.tests(), Integer::sum);
            }
        }
        return whole;
    }

    double seconds(String set) {
        return secondsBySet.getOrDefault(set, 0.0);
    }

    List<Failed> failures() {
        List<Failed> failures = new ArrayList<>();
        for (VectorSet set : sets.values()) {
            for (Map<String, String> failure : set.failures.values()) {
                failures.add(new Failed(
                        set.texts.getOrDefault("family", ""),
                        failure.getOrDefault("expected", ""),
                        failure.getOrDefault("came", "")));
            }
        }
        return failures;
    }
}

package org.wardkey.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * The results of a run, one entry per vector set.
 *
 * @param files the sets, in the order in which they ran
 */
public record Report(List<FileReport> files) {
    /** Copies the list. */
    public Report {
        files = List.copyOf(files);
    }

    /**
     * Totals of several sets.
     *
     * @param tests tests in the sets
     * @param passed tests passed
     * @param failed tests failed
     * @param outsideCapability tests outside what is declared
     * @param notExpressible tests that the JCA cannot express
     */
    public record Totals(int tests, int passed, int failed, int outsideCapability, int notExpressible) {
        Totals plus(FileReport file) {
            return new Totals(
                    tests + file.tests(),
                    passed + file.passed(),
                    failed + file.failed(),
                    outsideCapability + file.outsideCapability(),
                    notExpressible + file.notExpressible());
        }
    }

    /** Adds up all sets. */
    public Totals totals() {
        Totals totals = new Totals(0, 0, 0, 0, 0);
        for (FileReport file : files) {
            totals = totals.plus(file);
        }
        return totals;
    }

    /** Adds up the sets of each family, by name. */
    public SortedMap<String, Totals> totalsByFamily() {
        SortedMap<String, Totals> families = new TreeMap<>();
        for (FileReport file : files) {
            Totals before = families.getOrDefault(file.family(), new Totals(0, 0, 0, 0, 0));
            families.put(file.family(), before.plus(file));
        }
        return families;
    }

    /** Every failed test, in the order of the sets. */
    public List<Failure> failures() {
        return files.stream().flatMap(file -> file.failures().stream()).toList();
    }

    /** Why tests did not run, with how many per reason. */
    public SortedMap<String, Integer> reasons() {
        SortedMap<String, Integer> all = new TreeMap<>();
        for (FileReport file : files) {
            file.reasons().forEach((reason, count) -> all.merge(reason, count, Integer::sum));
        }
        return all;
    }

    /** Joins two reports, this one first. */
    public Report and(Report other) {
        List<FileReport> all = new ArrayList<>(files);
        all.addAll(other.files);
        return new Report(all);
    }

    /** A table for people: one line per family, then the totals. */
    public String summary() {
        int width = totalsByFamily().keySet().stream().mapToInt(String::length).reduce("family".length(), Math::max);
        String row = "%-" + width + "s %8s %8s %8s %8s %8s%n";
        StringBuilder table =
                new StringBuilder(String.format(row, "family", "tests", "pass", "fail", "outside", "not-jca"));
        totalsByFamily().forEach((family, totals) -> table.append(line(row, family, totals)));
        return table.append(line(row, "total", totals())).toString();
    }

    private static String line(String row, String name, Totals t) {
        List<ToIntFunction<Totals>> columns = List.of(
                Totals::tests, Totals::passed, Totals::failed, Totals::outsideCapability, Totals::notExpressible);
        List<Object> cells = new ArrayList<>(List.of(name));
        columns.forEach(column -> cells.add(column.applyAsInt(t)));
        return String.format(row, cells.toArray());
    }
}

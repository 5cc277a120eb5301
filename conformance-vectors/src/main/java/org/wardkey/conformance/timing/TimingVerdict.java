package org.wardkey.conformance.timing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What several runs of one primitive on one tier say together. */
public final class TimingVerdict {
    /** The verdict that there is a leak. */
    public static final String LEAK = "LEAK";

    private static final double FOUND = 10;
    private static final double CLEAN = 4.5;
    private static final double PLANTED = 50;
    private static final int ENOUGH = 1_000_000;

    private TimingVerdict() {}

    /**
     * A leak is |t| of 10 and more, and more than the control's, in two runs (one if there is one); clean is |t| under 4.5 in
     * all, with a control under 4.5 and a planted leak over 50 in each. All else is not decided: more samples, or a quieter
     * machine. What a clean verdict with fewer than a million samples leaves out is smaller than what was planted.
     *
     * @param runs at least one
     */
    public static String of(List<Figures> runs) {
        long leaking = runs.stream()
                .filter(run -> run.statistic() >= FOUND && run.statistic() > run.control())
                .count();
        if (leaking >= Math.min(2, runs.size())) {
            return LEAK;
        }
        String doubts = runs.stream()
                .flatMap(run -> doubts(run).stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        if (!doubts.isEmpty()) {
            return "undecided (" + doubts + ")";
        }
        boolean enough = runs.stream().allMatch(run -> run.samples() >= ENOUGH);
        return enough
                ? "clean"
                : "clean at " + runs.stream().mapToInt(Figures::samples).min().orElseThrow() + " samples";
    }

    private static List<String> doubts(Figures run) {
        List<String> doubts = new ArrayList<>();
        if (run.statistic() >= FOUND) {
            doubts.add("|t| over 10 in one run");
        } else if (run.statistic() >= CLEAN) {
            doubts.add("|t| between 4.5 and 10");
        }
        if (run.control() >= CLEAN) {
            doubts.add("control over 4.5");
        }
        if (run.planted() <= PLANTED) {
            doubts.add("planted leak under 50");
        }
        return doubts;
    }
}

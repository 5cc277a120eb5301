package org.wardkey.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The timing laboratory: whether secrets show in running times, through the JCA, for each way in which a JVM runs code.
 *
 * <pre>
 * java -cp '...' org.wardkey.benchmarks.TimingLab [--short] [--samples N] [--runs N] [--seconds OF-A-RUN]
 *     [--primitives tag-compare,rsa-unwrap,ecdsa-sign,key-import] [--providers wardkey,SunJCE]
 * </pre>
 *
 * Providers that lack a primitive are left out of its rows. Source of the rule: {@link #verdict}.
 */
public final class TimingLab {
    private static final double LEAK = 10;
    private static final double CLEAN = 4.5;
    private static final double PLANTED = 50;
    private static final int ENOUGH = 1_000_000;

    private int samples = 50_000;
    private int runs = 5;
    private double seconds = 60;
    private List<TimedPrimitive> primitives = List.of(TimedPrimitive.values());
    private List<String> providers = List.of("wardkey", "jdk");
    private List<Tier> tiers = List.of(Tier.values());

    private TimingLab() {}

    /** How the JVM runs code, and what it saw before. */
    enum Tier {
        /** Bytecode alone. */
        INTERPRETER("-Xint", 50, 50),
        /** The first compiler. */
        C1("-XX:TieredStopAtLevel=1", 3_000, 50),
        /** The second compiler, with a profile of both classes. */
        C2("", 20_000, 50),
        /** The second compiler, whose profile has seen one input of the second class in a hundred. */
        SKEWED("", 20_000, 1);

        private final String option;
        private final int warmUp;
        private final int percentOfSecond;

        Tier(String option, int warmUp, int percentOfSecond) {
            this.option = option;
            this.warmUp = warmUp;
            this.percentOfSecond = percentOfSecond;
        }

        private List<String> options() {
            return option.isEmpty() ? List.of() : List.of(option);
        }
    }

    /**
     * What a run measured.
     *
     * @param samples how many samples the test had
     * @param statistic the largest absolute t
     * @param nanos the mean time of a call
     * @param difference between the classes, in nanoseconds
     * @param control the largest absolute t of a class against itself
     * @param planted the largest absolute t of the planted leak
     */
    record Figures(int samples, double statistic, double nanos, double difference, double control, double planted) {
        static Figures read(String line) {
            return new Figures(
                    (int) figure(line, "samples"),
                    figure(line, "t"),
                    figure(line, "nanos"),
                    figure(line, "difference"),
                    figure(line, "control"),
                    figure(line, "planted"));
        }

        private static double figure(String line, String name) {
            return Arrays.stream(line.split(" ", -1))
                    .filter(word -> word.startsWith(name + "="))
                    .mapToDouble(word -> Double.parseDouble(word.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("Expected a figure " + name + " in: " + line));
        }
    }

    /**
     * Runs.
     *
     * @param arguments see the class
     * @throws IOException if a JVM cannot be started
     * @throws InterruptedException if interrupted
     */
    @SuppressWarnings("SystemOut") // its answer
    public static void main(String[] arguments) throws IOException, InterruptedException {
        TimingLab lab = new TimingLab();
        lab.read(List.of(arguments));
        System.out.printf(
                "Java %s, %s; %d samples a run, %d runs%n",
                Runtime.version(), System.getProperty("os.arch"), 2 * lab.samples, lab.runs);
        System.out.printf(
                "%-12s %-12s %-12s %10s %9s %8s %8s %8s %8s  %s%n",
                "primitive",
                "provider",
                "tier",
                "ns/call",
                "diff ns",
                "diff %",
                "max |t|",
                "control",
                "planted",
                "verdict");
        for (TimedPrimitive primitive : lab.primitives) {
            for (String provider : lab.providers) {
                for (Tier tier : lab.tiers) {
                    System.out.println(lab.row(primitive, provider, tier));
                }
            }
        }
    }

    private void read(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (name.equals("--short")) {
                samples = 500;
                runs = 1;
                seconds = 0.3;
                tiers = List.of(Tier.INTERPRETER, Tier.C1);
                continue;
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException("Expected a value behind " + name + ", or another option.");
            }
            List<String> values = List.of(arguments.get(++i).split(",", -1));
            switch (name) {
                case "--samples" -> samples = Integer.parseInt(values.get(0));
                case "--runs" -> runs = Integer.parseInt(values.get(0));
                case "--seconds" -> seconds = Double.parseDouble(values.get(0));
                case "--primitives" ->
                    primitives = values.stream().map(TimedPrimitive::named).toList();
                case "--providers" -> providers = values;
                case "--tiers" ->
                    tiers = values.stream()
                            .map(value -> Tier.valueOf(value.toUpperCase(Locale.ROOT)))
                            .toList();
                default ->
                    throw new IllegalArgumentException(
                            "Expected --short, --samples, --runs, --seconds, --primitives, --providers or --tiers, got "
                                    + name + ".");
            }
        }
    }

    private String row(TimedPrimitive primitive, String provider, Tier tier) throws IOException, InterruptedException {
        List<Figures> measured = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            List<String> arguments = List.of(
                    primitive.label(),
                    provider.equals("jdk") ? jdk(primitive) : provider,
                    Integer.toString(samples),
                    Integer.toString(Math.min(tier.warmUp, 10 * samples)),
                    Integer.toString(tier.percentOfSecond),
                    Double.toString(seconds));
            measured.add(Figures.read(new FreshJvm(tier.options(), TimingRun.class, arguments)
                    .run()
                    .line()));
        }
        Figures worst = measured.stream()
                .max((one, two) -> Double.compare(one.statistic(), two.statistic()))
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                "%-12s %-12s %-12s %10.1f %9.2f %8.3f %8.2f %8.2f %8.1f  %s",
                primitive.label(),
                provider,
                tier.name().toLowerCase(Locale.ROOT),
                worst.nanos(),
                worst.difference(),
                100 * worst.difference() / worst.nanos(),
                worst.statistic(),
                measured.stream().mapToDouble(Figures::control).max().orElseThrow(),
                measured.stream().mapToDouble(Figures::planted).min().orElseThrow(),
                verdict(measured));
    }

    private static String jdk(TimedPrimitive primitive) {
        return switch (primitive) {
            case TAG_COMPARE, RSA_UNWRAP -> "SunJCE";
            case ECDSA_SIGN, KEY_IMPORT -> "SunEC";
        };
    }

    /**
     * A leak is |t| of 10 and more in two runs (one if there is one); clean is |t| under 4.5 in all, with a control under 4.5
     * and a planted leak over 50 in each. All else is not decided: more samples, or a quieter machine. What a clean verdict
     * with fewer than a million samples leaves out is smaller than what was planted.
     */
    static String verdict(List<Figures> runs) {
        long leaking = runs.stream().filter(run -> run.statistic() >= LEAK).count();
        if (leaking >= Math.min(2, runs.size())) {
            return "LEAK";
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
        if (run.statistic() >= CLEAN) {
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

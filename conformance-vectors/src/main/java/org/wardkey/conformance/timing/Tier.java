package org.wardkey.conformance.timing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How the JVM runs code, and what it saw before. */
public enum Tier {
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

    /** The JVM's options. */
    public List<String> options() {
        return option.isEmpty() ? List.of() : List.of(option);
    }

    /** How many samples nobody looks at come first. */
    int warmUp() {
        return warmUp;
    }

    /** How many of 100 of these are of the second class. */
    int percentOfSecond() {
        return percentOfSecond;
    }

    /** As it is written on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds one.
     *
     * @throws IllegalArgumentException when there is none of this name
     */
    public static Tier named(String label) {
        return Arrays.stream(values())
                .filter(tier -> tier.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of "
                        + Arrays.stream(values()).map(Tier::label).toList() + ", got " + label));
    }
}

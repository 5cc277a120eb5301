package org.wardkey.conformance.timing;

import java.util.Arrays;
import java.util.Locale;

/**
 * What a run measured.
 *
 * @param samples how many samples the test had
 * @param statistic the largest absolute t
 * @param nanos the mean time of a call
 * @param difference between the classes, in nanoseconds of a call
 * @param control the largest absolute t of a class against itself
 * @param planted the largest absolute t of the planted leak
 * @param plantedDifference what was planted, in nanoseconds of a call
 */
public record Figures(
        int samples,
        double statistic,
        double nanos,
        double difference,
        double control,
        double planted,
        double plantedDifference) {
    /** In one line, from JVM to JVM. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "samples=%d t=%.2f nanos=%.1f difference=%.2f control=%.2f planted=%.2f plantedDifference=%.2f",
                samples,
                statistic,
                nanos,
                difference,
                control,
                planted,
                plantedDifference);
    }

    /**
     * Reads such a line.
     *
     * @throws IllegalArgumentException when a figure is missing
     */
    public static Figures read(String line) {
        return new Figures(
                (int) figure(line, "samples"),
                figure(line, "t"),
                figure(line, "nanos"),
                figure(line, "difference"),
                figure(line, "control"),
                figure(line, "planted"),
                figure(line, "plantedDifference"));
    }

    private static double figure(String line, String name) {
        return Arrays.stream(line.split(" ", -1))
                .filter(word -> word.startsWith(name + "="))
                .mapToDouble(word -> Double.parseDouble(word.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a figure " + name + " in: " + line));
    }
}

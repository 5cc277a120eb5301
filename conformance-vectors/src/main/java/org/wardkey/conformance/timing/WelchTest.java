package org.wardkey.conformance.timing;

import java.util.Arrays;

/**
 * Welch's t-test on running times of two classes of input, with and without the longest ones.
 *
 * <p>Source: O. Reparaz, J. Balasch, I. Verbauwhede, "Dude, is my code constant time?", DATE 2017, §III.
 *
 * @param statistic the largest absolute t over all crops
 * @param samples how many samples of both classes the whole test had
 * @param meanNanos the mean of the first class, without the slowest twentieth
 * @param differenceNanos the second class's mean less the first one's, cropped in the same way
 */
record WelchTest(double statistic, int samples, double meanNanos, double differenceNanos) {
    private static final int CROPS = 100;
    private static final double SHOWN = 0.95;
    private static final int FEWEST = 10;

    /**
     * Compares two classes.
     *
     * @param first running times in nanoseconds; sorted by the call
     * @param second the same of the second class
     * @return what came out
     */
    static WelchTest of(long[] first, long[] second) {
        Arrays.sort(first);
        Arrays.sort(second);
        long[] both = merged(first, second);
        double largest = Math.abs(t(first, first.length, second, second.length));
        for (int i = 0; i < CROPS; i++) {
            // Thresholds close in on the largest times, where rare events of the machine are.
            double part = 1 - Math.pow(0.5, 10.0 * (i + 1) / CROPS);
            long threshold = both[(int) (part * (both.length - 1))];
            largest = Math.max(largest, Math.abs(t(first, upTo(first, threshold), second, upTo(second, threshold))));
        }
        long threshold = both[(int) (SHOWN * (both.length - 1))];
        double mean = mean(first, upTo(first, threshold));
        return new WelchTest(largest, both.length, mean, mean(second, upTo(second, threshold)) - mean);
    }

    private static long[] merged(long[] first, long[] second) {
        long[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        Arrays.sort(both);
        return both;
    }

    /** How many are at most as long; the array is sorted. */
    private static int upTo(long[] sorted, long threshold) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] <= threshold) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private static double mean(long[] values, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i];
        }
        return count == 0 ? 0 : sum / count;
    }

    /** Welch's t of the first values of each; 0 where there are too few, or nothing varies. */
    static double t(long[] first, int firstCount, long[] second, int secondCount) {
        if (firstCount < FEWEST || secondCount < FEWEST) {
            return 0;
        }
        double firstMean = mean(first, firstCount);
        double secondMean = mean(second, secondCount);
        double error = variance(first, firstCount, firstMean) / firstCount
                + variance(second, secondCount, secondMean) / secondCount;
        if (error == 0) {
            return firstMean == secondMean ? 0 : Double.POSITIVE_INFINITY;
        }
        return (firstMean - secondMean) / Math.sqrt(error);
    }

    private static double variance(long[] values, int count, double mean) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double off = values[i] - mean;
            sum += off * off;
        }
        return sum / (count - 1);
    }
}

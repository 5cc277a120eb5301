package org.wardkey.conformance.timing;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * One run of the timing laboratory in a JVM of its own: the test between the two classes, the control (two
 * pools of one class) and a planted leak (a comparison that ends early, of some hundredths of the primitive's time), all
 * from samples that alternate at random.
 */
public final class TimingRun {
    private static final int POOL = 128;
    private static final int FEWEST = 20;
    private static final int TRIALS = 20;
    private static final double PLANTED_PART = 0.02;
    private static final int LARGEST_PLANT = 1 << 16;

    /** How many calls gave what they should: keeps results from being optimised away. */
    private long sink;

    private final TimedPrimitive primitive;
    private final TimedPrimitive.Call[][] calls = new TimedPrimitive.Call[4][POOL];
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create();

    private TimingRun(TimedPrimitive primitive, Provider provider) throws GeneralSecurityException {
        this.primitive = primitive;
        for (int i = 0; i < POOL; i++) {
            calls[0][i] = primitive.prepare(provider, false);
            calls[1][i] = primitive.prepare(provider, true);
            calls[2][i] = primitive.prepare(provider, false);
            calls[3][i] = primitive.prepare(provider, false);
        }
    }

    /**
     * Runs, in a JVM that was started for it.
     *
     * @param primitive what is called
     * @param provider whose
     * @param tier what the JVM was started as
     * @param samples how many of each class
     * @param seconds how long all may take: there are fewer samples if they are slow
     * @throws GeneralSecurityException if the provider has not got the primitive
     */
    public static Figures measure(TimedPrimitive primitive, Provider provider, Tier tier, int samples, double seconds)
            throws GeneralSecurityException {
        TimingRun run = new TimingRun(primitive, provider);
        double half = seconds / 2;
        run.warmUp(run.within(half, Math.min(tier.warmUp(), 10 * samples)), tier.percentOfSecond());
        return run.measure(run.within(half / 6, samples));
    }

    /** As many samples as fit into some seconds, but some. */
    private int within(double seconds, int wanted) throws GeneralSecurityException {
        byte[] nothing = {};
        long nanos = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            nanos = Math.min(nanos, sample(0, nothing, nothing));
        }
        return (int) Math.max(FEWEST, Math.min(wanted, seconds * 1e9 / Math.max(1, nanos)));
    }

    private void warmUp(int samples, int percentOfSecond) throws GeneralSecurityException {
        byte[] nothing = {};
        for (int i = 0; i < samples; i++) {
            sample(random.nextInt(100) < percentOfSecond ? 1 : 0, nothing, nothing);
        }
    }

    private Figures measure(int samples) throws GeneralSecurityException {
        byte[] secret = new byte[plantSize()];
        byte[] early = secret.clone();
        early[0] = 1;
        byte[] none = {};
        long[][][] times = new long[3][2][samples];
        int[][] filled = new int[3][2];
        // Which test and which class comes next is random, so that what drifts drifts through all.
        for (int left = 6 * samples; left > 0; left--) {
            int test = random.nextInt(3);
            int side = random.nextInt(2);
            while (filled[test][side] == samples) {
                test = side == 1 ? (test + 1) % 3 : test;
                side = 1 - side;
            }
            boolean planted = test == 2;
            // Each pool runs as often as its peer: what runs more often is warmer.
            int of = switch (test) {
                case 0 -> side;
                case 1 -> 2 + side;
                default -> random.nextInt(2);
            };
            times[test][side][filled[test][side]++] =
                    sample(of, planted ? secret : none, planted && side == 1 ? secret : planted ? early : none);
        }
        if (sink < 0) {
            throw new AssertionError("a count of calls is negative");
        }
        WelchTest classes = WelchTest.of(times[0][0], times[0][1]);
        WelchTest control = WelchTest.of(times[1][0], times[1][1]);
        WelchTest plant = WelchTest.of(times[2][0], times[2][1]);
        int calls = primitive.callsInSample();
        return new Figures(
                classes.samples(),
                classes.statistic(),
                classes.meanNanos() / calls,
                classes.differenceNanos() / calls,
                control.statistic(),
                plant.statistic(),
                plant.differenceNanos() / calls);
    }

    /** Times some calls with one input, and a comparison behind them. */
    private long sample(int side, byte[] secret, byte[] guess) throws GeneralSecurityException {
        TimedPrimitive.Call call = calls[side][random.nextInt(POOL)];
        int count = primitive.callsInSample();
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            sink += call.run() ? 1 : 0;
        }
        sink += endsEarly(secret, guess) ? 1 : 0;
        return System.nanoTime() - began;
    }

    private static boolean endsEarly(byte[] secret, byte[] guess) {
        for (int i = 0; i < secret.length; i++) {
            if (secret[i] != guess[i]) {
                return false;
            }
        }
        return true;
    }

    /** How many bytes the planted comparison takes to be some hundredths of the primitive, on this tier. */
    private int plantSize() throws GeneralSecurityException {
        byte[] trial = new byte[LARGEST_PLANT];
        byte[] none = {};
        long call = Long.MAX_VALUE;
        long comparison = Long.MAX_VALUE;
        for (int i = 0; i < TRIALS; i++) {
            call = Math.min(call, sample(0, none, none));
            long began = System.nanoTime();
            sink += endsEarly(trial, trial) ? 1 : 0;
            comparison = Math.min(comparison, System.nanoTime() - began);
        }
        double size = PLANTED_PART * call * LARGEST_PLANT / Math.max(1, comparison);
        return (int) Math.max(64, Math.min(LARGEST_PLANT, size));
    }
}

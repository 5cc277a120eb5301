package org.wardkey.tpm2;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a command waits that a TPM puts off (RETRY, YIELDED, TESTING, NV_RATE): first shortly, then twice as long each time.
 *
 * @param first the first pause
 * @param longest no pause is longer
 * @param total all pauses of a command together; then the TPM's word is the caller's
 * @param sleeper pauses
 */
public record BackOff(Duration first, Duration longest, Duration total, Sleeper sleeper) {
    /** Pauses the calling thread. */
    @FunctionalInterface
    public interface Sleeper {
        /** Returns when the time is over. */
        void sleep(Duration pause) throws InterruptedException;
    }

    /** From 5 ms on, up to 500 ms each and 30 s together. */
    public static BackOff usual() {
        return new BackOff(
                Duration.ofMillis(5),
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos()));
    }

    Pauses start() {
        return new Pauses();
    }

    /** The pauses of one command. */
    final class Pauses {
        private Duration next = first;
        private Duration spent = Duration.ZERO;

        /** Pauses; false if all time is spent. */
        boolean pause() throws InterruptedException {
            if (spent.plus(next).compareTo(total) > 0) {
                return false;
            }
            sleeper.sleep(next);
            spent = spent.plus(next);
            Duration twice = next.multipliedBy(2);
            next = twice.compareTo(longest) > 0 ? longest : twice;
            return true;
        }
    }
}

package org.wardkey.provider.backend.tpm;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.DeviceEntropy;
import org.wardkey.provider.operation.BackendException;

/**
 * What a TPM gives to this process's generators. A thread of its own asks it when it is connected, and then once a minute if somebody took
 * what there was, or if there is nothing yet; whoever takes looks into memory, so that a TPM that is slow or gone stops nobody. Thread-safe.
 */
final class TpmEntropy implements DeviceEntropy {
    private static final int POOL_BYTES = 32;
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final IntFunction<byte[]> chip;
    private final long pauseNanos;
    private final byte[] pool = new byte[POOL_BYTES];
    private volatile long generation;
    private volatile boolean taken;
    private volatile boolean ended;
    private long takings;
    private @Nullable Thread thread;

    TpmEntropy(TpmDevice device) {
        this(device::chipRandom, PAUSE);
    }

    /**
     * Asks for so many bytes.
     *
     * @param chip gives them, or throws as a device does
     * @param pause between two questions
     */
    TpmEntropy(IntFunction<byte[]> chip, Duration pause) {
        this.chip = chip;
        this.pauseNanos = pause.toNanos();
    }

    /** Begins to ask, once: the TPM is connected. */
    synchronized void begin() {
        if (thread == null) {
            // Keeps nothing of who made it.
            Thread made = new Thread(null, this::ask, "wardkey-tpm-entropy", 0, false);
            made.setDaemon(true);
            made.setContextClassLoader(null);
            made.start();
            thread = made;
        }
    }

    private void ask() {
        boolean failing = false;
        while (!ended) {
            try {
                fill(chip.apply(POOL_BYTES));
                failing = false;
            } catch (BackendException | IllegalStateException e) {
                // Whoever uses a key meets the same. Random bytes come from the system as before.
                if (!failing) {
                    System.getLogger("org.wardkey.provider").log(Level.DEBUG, "The TPM gives no random bytes", e);
                }
                failing = true;
            }
            do {
                LockSupport.parkNanos(this, pauseNanos);
            } while (generation > 0 && !taken && !ended);
        }
    }

    private synchronized void fill(byte[] fresh) {
        for (int i = 0; i < pool.length; i++) {
            pool[i] ^= fresh[i];
        }
        Arrays.fill(fresh, (byte) 0);
        taken = false;
        generation++;
    }

    @Override
    public long generation() {
        return generation;
    }

    @Override
    public synchronized byte[] take() {
        if (generation == 0) {
            return new byte[0];
        }
        taken = true;
        return ByteBuffer.allocate(POOL_BYTES + Long.BYTES)
                .put(pool)
                .putLong(++takings)
                .array();
    }

    /** Ends the thread. */
    synchronized void end() {
        ended = true;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }
}

package org.wardkey.provider.backend.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/** When a device is asked for random bytes; the devices of TpmRandomIT are simulators. */
class TpmEntropyTest {
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final AtomicInteger asked = new AtomicInteger();

    private byte[] answer(int length, int failures) {
        int number = asked.incrementAndGet();
        if (number <= failures) {
            throw new BackendException(new Refusal(RefusalCode.ENGINE_FAILED, "A device that is not there yet."));
        }
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }

    private static void awaitGeneration(TpmEntropy entropy, long generation) {
        Instant end = Instant.now().plusSeconds(30);
        while (entropy.generation() < generation) {
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void ask_deviceThatFailsAtFirst_isAskedAgainThoughNobodyTookAnything() {
        TpmEntropy entropy = new TpmEntropy(length -> answer(length, 3), PAUSE);
        entropy.begin();
        try {
            awaitGeneration(entropy, 1);
            assertThat(asked).hasValue(4);
            assertThat(entropy.take()).hasSize(40).startsWith(4, 4, 4, 4);
        } finally {
            entropy.end();
        }
    }

    @Test
    void ask_nobodyTookWhatThereIs_waitsUntilSomebodyDid() {
        TpmEntropy entropy = new TpmEntropy(length -> answer(length, 0), PAUSE);
        assertThat(entropy.take()).isEmpty();
        entropy.begin();
        try {
            awaitGeneration(entropy, 1);
            // More than a hundred pauses, in which one that did not wait would ask again.
            for (int i = 0; i < 200; i++) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            assertThat(asked).hasValue(1);
            entropy.take();
            awaitGeneration(entropy, 2);
            // What comes is mixed into what there was.
            assertThat(entropy.take()).startsWith(1 ^ 2, 1 ^ 2);
        } finally {
            entropy.end();
        }
    }
}

package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.TestHome;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.operation.KeyState;

/** Interrupts neither fail an operation nor get lost, from the moment when the home is opened. */
class InterruptIT {
    private static final int THREADS = 6;
    private static final int SIGNATURES = 60;

    @TempDir
    private Path folder;

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger signed = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "home = home\n",
                "home = home\naudit { durability = durable }\n",
                "home = home\ntokens { local { protector = password, password-file = pin } }\n"
            })
    void managedKeys_inAStormOfInterrupts_goOnWorking(String configuration) throws Exception {
        Files.writeString(folder.resolve("pin"), "a long enough password\n");
        TestHome home = TestHome.with(folder, configuration);
        WardkeyProvider provider = home.provider();
        List<Thread> signers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String alias = "key-" + i;
            // Every other one has an exact limit: a commit for each signature.
            OptionalLong limit = i % 2 == 0 ? OptionalLong.of(500) : OptionalLong.of(100_000);
            signers.add(new Thread(() -> signInterrupted(provider, alias, limit), "signer-" + i));
        }
        signers.forEach(Thread::start);
        while (signers.stream().anyMatch(Thread::isAlive)) {
            signers.forEach(Thread::interrupt);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
        }
        assertThat(failures).isEmpty();
        assertThat(signed).hasValue(THREADS * SIGNATURES);
        afterTheStorm(home, provider);
    }

    private void signInterrupted(WardkeyProvider provider, String alias, OptionalLong limit) {
        try {
            Thread.currentThread().interrupt();
            KeyPair pair = Managed.generate(provider, alias, limit);
            assertThat(Thread.currentThread().isInterrupted())
                    .as("after generating")
                    .isTrue();
            for (int i = 0; i < SIGNATURES; i++) {
                // Never cleared here: whoever swallows it is found.
                byte[] made = Managed.sign(provider, pair.getPrivate());
                assertThat(Thread.currentThread().isInterrupted())
                        .as("after signing")
                        .isTrue();
                Managed.verify(pair.getPublic(), made);
                signed.incrementAndGet();
            }
            assertThat(Managed.store(provider).containsAlias(alias)).isTrue();
            assertThat(provider.administration()
                            .changeState(alias, KeyState.SUSPENDED, "storm")
                            .state())
                    .isEqualTo(KeyState.SUSPENDED);
            assertThat(provider.administration()
                            .changeState(alias, KeyState.ACTIVE, "storm")
                            .state())
                    .isEqualTo(KeyState.ACTIVE);
            assertThat(Thread.currentThread().isInterrupted())
                    .as("after administration")
                    .isTrue();
        } catch (Exception | AssertionError e) {
            failures.add(e);
        }
    }

    private static void afterTheStorm(TestHome home, WardkeyProvider provider) throws Exception {
        assertThat(provider.state()).isEqualTo("READY");
        Provider again = home.provider();
        for (int i = 0; i < THREADS; i++) {
            Managed.sign(again, Managed.key(again, "key-" + i));
            assertThat(provider.administration().show("key-" + i).operationsUsed())
                    .isEqualTo(SIGNATURES + 1);
        }
        // Each key: generated, signed, suspended, active again, signed; beside that the log's own three at most.
        long records = (long) THREADS * (1 + SIGNATURES + 2 + 1);
        Conditions.await("every record", () -> check(home).result().records() >= records);
        assertThat(check(home).result().findings()).isEmpty();
    }

    private static Administration.LogCheck check(TestHome home) {
        try {
            List<Administration.LogCheck> checks = Administration.verifyAudit(home.home(), Map.of());
            assertThat(checks).hasSize(1);
            return checks.get(0);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

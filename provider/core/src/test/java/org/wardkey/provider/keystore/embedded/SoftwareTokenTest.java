package org.wardkey.provider.keystore.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.backend.jdk.JdkBackend;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.ledger.Ledger;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.sealing.Protector;

/** Somebody at a terminal, and several threads that want the token which he opens. */
class SoftwareTokenTest {
    @TempDir
    private Path home;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, SoftwareToken> tokens = new HashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch answers = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private volatile String password = "correct horse";
    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = Ledger.open(home, "desk", name -> tokens.get(name).authenticator());
        tokens.put("desk", token());
    }

    /** Threads that wait for each other would keep it for ever. */
    @AfterEach
    void close() throws Exception {
        CompletableFuture.runAsync(ledger::close).get(60, TimeUnit.SECONDS);
    }

    private SoftwareToken token() {
        JdkBackend jdk = new JdkBackend(random);
        return new SoftwareToken("desk", () -> jdk, random, ledger::tokens, Optional.of(this::ask), true);
    }

    private Protector ask(boolean first) {
        asked.incrementAndGet();
        try {
            assertThat(answers.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return new Protector.Password(password.toCharArray());
    }

    private CompletableFuture<Void> inThread(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                work.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return done;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("deadline").isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Until each of them asks, or waits for who does. */
    private void awaitAll() {
        await(() -> threads.stream()
                .allMatch(thread ->
                        thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING));
    }

    private static KeyRecord record() {
        KeyFacts facts = new KeyFacts(
                new KeyId(new UUID(1, 1)),
                "desk",
                "scale",
                KeyType.EC_P256,
                256,
                KeyState.ACTIVE,
                KeyAuthorizations.defaultsFor(KeyType.EC_P256),
                false,
                Instant.EPOCH);
        return new KeyRecord(facts, "EC", new byte[] {1}, new byte[] {2}, List.of(), "");
    }

    @Test
    void unlock_manyThreadsAtFirstUse_asksOnce() throws Exception {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(inThread(() -> tokens.get("desk").unlock()));
        }
        await(() -> asked.get() > 0);
        awaitAll();
        answers.countDown();
        for (CompletableFuture<Void> one : all) {
            one.get(60, TimeUnit.SECONDS);
        }
        assertThat(asked).hasValue(1);
        assertThat(tokens.get("desk").isOpen()).isTrue();
    }

    /** Who asks lets go of the lock before he wants the database, or these two would wait for each other. */
    @Test
    void unlock_whileAnotherHasTheDatabase_asksOnceAndBothEnd() throws Exception {
        CompletableFuture<Void> opens = inThread(() -> tokens.get("desk").unlock());
        await(() -> asked.get() == 1);
        CompletableFuture<Void> creates = inThread(() -> ledger.catalog().create(record()));
        awaitAll();
        answers.countDown();
        opens.get(60, TimeUnit.SECONDS);
        creates.get(60, TimeUnit.SECONDS);
        assertThat(asked).hasValue(1);
        assertThat(ledger.catalog().find("desk", "scale")).isPresent();
    }

    @Test
    void unlock_wrongAnswer_isAskedAnewNextTime() throws Exception {
        answers.countDown();
        tokens.get("desk").unlock();
        SoftwareToken again = token();
        password = "wrong";
        assertThatThrownBy(() -> inThread(again::unlock).get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(BackendException.class);
        password = "correct horse";
        again.unlock();
        assertThat(asked).hasValue(3);
        assertThat(again.isOpen()).isTrue();
    }
}

package org.wardkey.provider.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Purpose;

class AggregateEventTest {
    private static final Pattern OPERATIONS = Pattern.compile("\"kind\":\"OPERATION\".*\"operations\":([0-9]+)");

    @TempDir
    private Path logs;

    private final HeldClock clock = new HeldClock();

    /** A clock that keeps one thread until it may go on. */
    private static final class HeldClock extends Clock {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch answer = new CountDownLatch(1);
        private volatile boolean armed;
        private volatile String held = "";

        void hold(Thread thread) {
            held = thread.getName();
            armed = true;
        }

        @Override
        public Instant instant() {
            if (armed && Thread.currentThread().getName().equals(held)) {
                asked.countDown();
                try {
                    assertThat(answer.await(60, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return Instant.EPOCH;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private AuditLog open() throws IOException {
        return AuditLog.open(logs, AuditDurability.BATCHED, clock, new SecureRandom(), Logs.NOBODY);
    }

    private static AggregateEvent uses(AuditLog log) {
        return log.aggregate(Logs.key(1), Purpose.SIGN, Mechanism.of(Mechanism.Family.ECDSA), "jdk", false);
    }

    private long recorded() {
        return Logs.lines(logs.resolve("0001")).stream()
                .map(OPERATIONS::matcher)
                .filter(Matcher::find)
                .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                .sum();
    }

    /** Logs that other tests left open have threads of the same name. */
    private static Thread writerOf(AuditLog log, Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> thread.getName().equals("wardkey-audit-" + log.name()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void close_whileWhatWasCountedIsOnItsWay_recordsWhatWasPutBack() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        AuditLog log = open();
        AggregateEvent uses = uses(log);
        Thread writer = writerOf(log, before);
        CompletableFuture<Exception> refused = new CompletableFuture<>();
        Thread counts = new Thread(
                () -> {
                    try {
                        uses.add(AggregateEvent.MAXIMUM_OPERATIONS, 320_000);
                        refused.completeExceptionally(new AssertionError("It was handed to a closed log."));
                    } catch (AuditUnavailableException e) {
                        refused.complete(e);
                    }
                },
                "counts");
        clock.hold(counts);
        counts.start();
        assertThat(clock.asked.await(60, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(log::close);
        // It waits for who writes the count, or has ended without it.
        while (writer.isAlive() && writer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        clock.answer.countDown();

        assertThat(refused.get(60, TimeUnit.SECONDS)).isNotNull();
        closed.get(60, TimeUnit.SECONDS);
        assertThat(recorded()).isEqualTo(AggregateEvent.MAXIMUM_OPERATIONS);
        assertThat(Logs.verify(logs.resolve("0001")).findings()).isEmpty();
    }

    @Test
    void add_counterIsClosedMeanwhile_isRecorded() throws IOException {
        try (AuditLog log = open()) {
            AggregateEvent uses = uses(log);
            uses.add(2, 64);
            uses.close();
            uses.add(3, 96);
        }
        assertThat(recorded()).isEqualTo(5);
    }

    @Test
    void add_afterTheLastLook_refuses() throws IOException {
        try (AuditLog log = open()) {
            AggregateEvent uses = uses(log);
            uses.add(4, 128);
            assertThat(uses.takeLast()).hasValueSatisfying(last -> {
                assertThat(last.operations()).isEqualTo(4);
                assertThat(last.bytes()).isEqualTo(128);
            });
            assertThatThrownBy(() -> uses.add(1, 32)).isInstanceOf(AuditUnavailableException.class);
            assertThatThrownBy(() -> uses.add(0, 32)).isInstanceOf(AuditUnavailableException.class);
            assertThat(uses.takeLast()).isEmpty();
        }
    }
}

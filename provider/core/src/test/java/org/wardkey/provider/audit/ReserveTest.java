package org.wardkey.provider.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.audit.AuditLog.State;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.RefusalCode;

/** What goes on when the disk is full. */
class ReserveTest {
    private static final Pattern COUNTED = Pattern.compile("\"kind\":\"GAP\".*\"operations\":([0-9]+)");

    @TempDir
    private Path logs;

    private final FullDisk disk = new FullDisk();
    private final List<String> alarms = new CopyOnWriteArrayList<>();
    private final CountDownLatch alarmed = new CountDownLatch(1);

    private AuditLog open(AuditDurability durability, int bankBytes) throws IOException {
        return open(disk, durability, bankBytes);
    }

    private AuditLog open(AuditDisk on, AuditDurability durability, int bankBytes) throws IOException {
        return AuditLog.open(
                logs,
                new SecureRandom(),
                new AuditLog.Setup(durability, Clock.systemUTC(), listener(), on, LogStore.SEGMENT_BYTES, bankBytes));
    }

    private AuditLog.Listener listener() {
        return new AuditLog.Listener() {
            @Override
            public void at(String log, long records, String root) {
                assertThat(records).isPositive();
            }

            @Override
            public void alarm(String log, State state, String why) {
                alarms.add(state + " " + why);
                alarmed.countDown();
            }
        };
    }

    /** Fills the disk and meets it with an event that has no claim. */
    private void fill(AuditLog log) {
        disk.fill(0);
        assertThatThrownBy(() -> log.appendDurably(Logs.event("refused")))
                .isInstanceOf(AuditUnavailableException.class);
    }

    private void awaitSpace(AuditLog log) {
        disk.empty();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!log.available() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertThat(log.available()).isTrue();
    }

    private List<String> details(String prefix) {
        Pattern detail = Pattern.compile("\"detail\":\"(" + prefix + "[^\"]*)\"");
        List<String> found = new ArrayList<>();
        for (String line : Logs.lines(logs.resolve("0001"))) {
            Matcher matcher = detail.matcher(line);
            if (matcher.find()) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }

    private long counted() {
        return Logs.lines(logs.resolve("0001")).stream()
                .map(COUNTED::matcher)
                .filter(Matcher::find)
                .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                .sum();
    }

    private void requireIntact() throws IOException {
        assertThat(Logs.verify(logs.resolve("0001")).findings()).isEmpty();
    }

    private static List<String> numbered(String prefix, int begin, int end) {
        return java.util.stream.IntStream.range(begin, end)
                .mapToObj(i -> prefix + i)
                .toList();
    }

    @Test
    void append_fullDisk_refusesTheOrdinaryAndKeepsWhatMayClaim() throws Exception {
        try (AuditLog log = open(AuditDurability.DURABLE, 1 << 20)) {
            log.append(Logs.operation(1, "care 0"), true);
            fill(log);
            assertThat(log.state()).isEqualTo(State.RESERVE);
            for (int i = 1; i < 50; i++) {
                log.append(Logs.operation(1, "care " + i), true);
                assertThatThrownBy(() -> log.append(Logs.operation(2, "ordinary")))
                        .isInstanceOf(AuditUnavailableException.class);
            }
            assertThat(alarms).singleElement().asString().startsWith("RESERVE No space left");
            awaitSpace(log);
            log.append(Logs.operation(1, "care 50"), true);
        }
        assertThat(details("care ")).isEqualTo(numbered("care ", 0, 51));
        assertThat(details("ordinary")).isEmpty();
        assertThat(Logs.lines(logs.resolve("0001")))
                .anyMatch(line -> line.contains("\"kind\":\"RESERVE_USED\"") && line.contains("49 records"))
                .anyMatch(line -> line.contains("\"detail\":\"care 1\",\"reserve\":\"1-1\"}"));
        requireIntact();
    }

    @Test
    void close_spaceIsBackSinceThisMoment_writesWhatWaited() throws Exception {
        Mechanism ecdsa = Mechanism.of(Mechanism.Family.ECDSA);
        try (AuditLog log = open(AuditDurability.BATCHED, 1 << 20)) {
            AggregateEvent uses = log.aggregate(Logs.key(1), Purpose.SIGN, ecdsa, "jdk", false);
            AggregateEvent usesOfOneThatIsGone = log.aggregate(Logs.key(2), Purpose.SIGN, ecdsa, "jdk", false);
            AuditEvent denied = Logs.operation(3, "").denied(RefusalCode.KEY_STATE);
            uses.add(7, 70);
            usesOfOneThatIsGone.add(5, 50);
            log.deny(denied);
            log.deny(denied);
            log.deny(denied);
            fill(log);
            usesOfOneThatIsGone.close();
            log.tick();
            assertThat(log.available()).isFalse();
            disk.empty();
        }

        assertThat(Logs.lines(logs.resolve("0001")))
                .anyMatch(line -> line.contains("\"operations\":7,\"bytes\":70"))
                .anyMatch(line -> line.contains("\"operations\":5,\"bytes\":50"))
                .anyMatch(line -> line.contains("\"outcome\":\"DENIED\"") && line.contains("\"operations\":2,"));
        requireIntact();
    }

    @Test
    void append_reserveExhausted_countsTheRest() throws Exception {
        int operations = 5_000;
        try (AuditLog log = open(AuditDurability.DURABLE, ReserveBank.FRAMES_AT + (32 << 10))) {
            log.append(Logs.operation(1, "first"), true);
            fill(log);
            for (int i = 0; i < operations; i++) {
                log.append(Logs.operation(i % 3, "care " + i), true);
            }
            assertThat(log.state()).isEqualTo(State.GAP);
            awaitSpace(log);
        }
        List<String> recorded = details("care ");
        assertThat(recorded).isEqualTo(numbered("care ", 0, recorded.size()));
        assertThat(recorded.size()).isBetween(100, operations - 100);
        assertThat(recorded.size() + counted()).isEqualTo(operations);
        assertThat(Logs.lines(logs.resolve("0001")).stream().filter(l -> l.contains("\"kind\":\"GAP\"")))
                .hasSize(3);
        requireIntact();
    }

    @Test
    void append_hundredThousandOnAFullDisk_losesNone() throws Exception {
        int threads = 50;
        int each = 2_100;
        try (AuditLog log = open(AuditDurability.DURABLE, 2 << 20)) {
            log.append(Logs.operation(1, "first"), true);
            fill(log);
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                running.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        log.append(Logs.operation(thread, "care " + thread + " " + i), true);
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            pool.shutdown();
            assertThat(alarms).hasSize(1);
            awaitSpace(log);
        }
        List<String> recorded = details("care ");
        assertThat(recorded).doesNotHaveDuplicates();
        assertThat(recorded.size() + counted()).isEqualTo((long) threads * each);
        System.out.println("recorded " + recorded.size() + ", counted " + counted());
        requireIntact();
    }

    @Test
    void open_afterACrashOnAFullDisk_goesOnAndLosesNothing() throws Exception {
        AuditLog crashed = open(AuditDurability.DURABLE, ReserveBank.FRAMES_AT + (64 << 10));
        crashed.append(Logs.operation(1, "care 0"), true);
        fill(crashed);
        for (int i = 1; i < 20; i++) {
            crashed.append(Logs.operation(1, "care " + i), true);
        }
        Path copy = logs.resolveSibling(logs.getFileName() + "-after");
        Logs.copy(logs, copy);
        try (AuditLog reopened = AuditLog.open(
                copy,
                new SecureRandom(),
                new AuditLog.Setup(
                        AuditDurability.DURABLE,
                        Clock.systemUTC(),
                        listener(),
                        disk,
                        LogStore.SEGMENT_BYTES,
                        ReserveBank.FRAMES_AT + (64 << 10)))) {
            assertThat(reopened.state()).isEqualTo(State.RESERVE);
            for (int i = 20; i < 40; i++) {
                reopened.append(Logs.operation(1, "care " + i), true);
            }
            awaitSpace(reopened);
        }
        crashed.close();
        List<String> found = Logs.lines(copy.resolve("0001")).stream()
                .filter(line -> line.contains("\"detail\":\"care "))
                .toList();
        assertThat(found).hasSize(40);
        for (int i = 0; i < 40; i++) {
            assertThat(found.get(i)).contains("\"care " + i + "\"");
        }
        assertThat(Logs.verify(copy.resolve("0001")).findings()).isEmpty();
    }

    @Test
    void reconcile_diskFillsAgainAtEveryPoint_neitherLosesNorDoubles() throws Exception {
        int recorded = 40;
        for (int left = 0; left < 16_000; left += 1_300) {
            Path home = Files.createDirectory(logs.resolve("at-" + left));
            FullDisk own = new FullDisk();
            AuditLog.Setup setup = new AuditLog.Setup(
                    AuditDurability.DURABLE, Clock.systemUTC(), listener(), own, LogStore.SEGMENT_BYTES, 128 << 10);
            AuditLog log = AuditLog.open(home, new SecureRandom(), setup);
            log.append(Logs.operation(1, "care 0"), true);
            own.fill(0);
            for (int i = 1; i < recorded; i++) {
                log.append(Logs.operation(1, "care " + i), true);
            }
            // A little space: the reserve goes into the log in part, then the process dies.
            own.fill(left);
            log.close();
            own.empty();
            try (AuditLog reopened = AuditLog.open(home, new SecureRandom(), setup)) {
                assertThat(reopened.available()).isTrue();
            }
            List<String> found = Logs.lines(home.resolve("0001")).stream()
                    .filter(line -> line.contains("\"detail\":\"care "))
                    .toList();
            assertThat(found).as("%s bytes left", left).hasSize(recorded);
            assertThat(Logs.verify(home.resolve("0001")).findings())
                    .as("%s bytes left", left)
                    .isEmpty();
        }
    }

    @Test
    void append_brokenDisk_refusesEverything() throws Exception {
        AuditLog log = open(AuditDurability.DURABLE, 128 << 10);
        log.append(Logs.operation(1, "care 0"), true);
        disk.breakDown();
        assertThatThrownBy(() -> log.append(Logs.operation(1, "care 1"), true))
                .isInstanceOf(AuditUnavailableException.class);
        assertThatThrownBy(() -> log.append(Logs.operation(1, "care 2"), true))
                .isInstanceOf(AuditUnavailableException.class);
        assertThat(log.state()).isEqualTo(State.UNAVAILABLE);
        assertThat(alarmed.await(10, TimeUnit.SECONDS)).isTrue();
        log.close();
    }

    @Test
    void aggregate_fullDisk_goesOnForWhatMayClaim() throws Exception {
        try (AuditLog log = open(AuditDurability.DURABLE, 128 << 10)) {
            log.prepareReserve();
            AggregateEvent aggregate = log.aggregate(
                    Logs.key(1),
                    org.wardkey.provider.operation.Purpose.MAC,
                    org.wardkey.provider.operation.Mechanism.of(org.wardkey.provider.operation.Mechanism.Family.HMAC),
                    "jdk",
                    false);
            aggregate.add(1, 16, true);
            fill(log);
            aggregate.add(2, 32, true);
            log.tick();
            awaitSpace(log);
        }
        assertThat(Logs.lines(logs.resolve("0001")).stream().filter(line -> line.contains("\"MAC\"")))
                .singleElement()
                .asString()
                .contains("\"operations\":3,\"bytes\":48", "\"reserve\":");
        requireIntact();
    }
}

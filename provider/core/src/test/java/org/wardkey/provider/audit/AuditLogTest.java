package org.wardkey.provider.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.audit.AuditEvent.Kind;

class AuditLogTest {
    @TempDir
    private Path logs;

    private final Map<String, AuditVerifier.Mark> marks = new HashMap<>();

    private AuditLog open(AuditDurability durability) throws IOException {
        return AuditLog.open(
                logs,
                durability,
                Clock.systemUTC(),
                new SecureRandom(),
                (log, records, root) -> marks.put(log, new AuditVerifier.Mark(records, root)));
    }

    private static AuditEvent event(String detail) {
        return AuditEvent.notice(Instant.EPOCH, Kind.PROVIDER_STATE, detail);
    }

    /** A closed log with events 0 to n - 1. */
    private Path written(int n) throws IOException {
        try (AuditLog log = open(AuditDurability.BATCHED)) {
            for (int i = 0; i < n; i++) {
                log.append(event("event " + i));
            }
            return logs.resolve(log.name());
        }
    }

    private static Path segment(Path log) throws IOException {
        return SegmentFiles.list(log).get(0);
    }

    private AuditVerifier.Result verify(Path log) throws IOException {
        return AuditVerifier.verify(
                log,
                Optional.ofNullable(marks.get(log.getFileName().toString()))
                        .map(AuditVerifier.Evidence::of)
                        .orElse(AuditVerifier.Evidence.NONE));
    }

    @Test
    void verify_untouchedLog_isIntactUpToItsMark() throws IOException {
        Path log = written(100);

        AuditVerifier.Result result = verify(log);
        assertThat(result.findings()).isEmpty();
        // segment begun, opened, 100 events, closed
        assertThat(result.records()).isEqualTo(103);
        assertThat(result.provenUpTo()).isEqualTo(103);
    }

    @Test
    void verify_anyByteFlipped_findsIt() throws IOException {
        Path log = written(20);
        Path segment = segment(log);
        byte[] original = Files.readAllBytes(segment);
        for (int i = 0; i < original.length; i += 7) {
            byte[] altered = original.clone();
            altered[i] ^= 0x04;
            Files.write(segment, altered);
            assertThat(verify(log).intact()).as("byte %s", i).isFalse();
        }
        Files.write(segment, original);
        assertThat(verify(log).intact()).isTrue();
    }

    @Test
    void verify_recordAltered_saysWhich() throws IOException {
        Path log = written(20);
        Path segment = segment(log);
        String text = Files.readString(segment);
        Files.writeString(segment, text.replace("\"event 7\"", "\"event 8\""));

        List<AuditVerifier.Finding> findings = verify(log).findings();
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).sequence()).isEqualTo(10);
        assertThat(findings.get(0).problem()).contains("altered");
    }

    @Test
    void verify_recordDeletedOrMoved_saysWhere() throws IOException {
        Path log = written(20);
        Path segment = segment(log);
        List<String> lines = Files.readAllLines(segment);
        List<String> deleted = new ArrayList<>(lines);
        deleted.remove(9);
        Files.write(segment, deleted);
        assertThat(verify(log).findings()).isNotEmpty().allMatch(f -> f.line() == 10);

        Collections.swap(lines, 4, 5);
        Files.write(segment, lines);
        assertThat(verify(log).findings()).isNotEmpty().anyMatch(f -> f.line() == 5);
    }

    @Test
    void verify_cutAtEveryLine_findsItAgainstTheCheckpoint() throws IOException {
        Path log = written(20);
        marks.clear();
        Path segment = segment(log);
        List<String> lines = Files.readAllLines(segment);
        for (int keep = 1; keep < lines.size(); keep++) {
            Files.write(segment, lines.subList(0, keep));
            assertThat(verify(log).findings())
                    .as("%s lines", keep)
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.problem()).contains("was cut"));
        }
    }

    @Test
    void verify_cutWithCheckpointAndTiles_findsItAgainstTheMarkAlone() throws IOException {
        Path log = written(20);
        List<String> lines = Files.readAllLines(segment(log));
        Files.write(segment(log), lines.subList(0, 2));
        Files.delete(log.resolve("checkpoint"));
        assertThat(verify(log).findings()).isNotEmpty();

        // Cut to what an opening writes, with nothing signed and no word from elsewhere, it looks like a fresh
        // log: the verifier must not claim more.
        marks.clear();
        AuditVerifier.Result alone = verify(log);
        assertThat(alone.intact()).isTrue();
        assertThat(alone.provenUpTo()).isZero();
        assertThat(alone.signedUpTo()).isZero();
        assertThat(alone.statement()).contains("rollback not provable");
    }

    @Test
    void open_unfinishedTail_setsItAsideAndGoesOn() throws IOException {
        Path log = written(5);
        Path segment = segment(log);
        byte[] whole = Files.readAllBytes(segment);
        String next = "{\"v\":1,\"seq\":9,\"time\":\"2026-01-01T00:00:00.000000Z\",\"kind\":\"OPERATION\"}";
        for (int cut = 1; cut < next.length(); cut += 5) {
            Files.write(segment, next.substring(0, cut).getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
            marks.clear();
            AuditLog reopened = open(AuditDurability.DURABLE);
            reopened.append(event("after"));
            reopened.close();
            assertThat(verify(log).findings()).as("cut %s", cut).isEmpty();
            assertThat(reopened.name()).isEqualTo("0001");
            try (java.util.stream.Stream<Path> files = Files.list(log)) {
                assertThat(files.filter(f -> f.getFileName().toString().contains(".torn-")))
                        .as("cut %s", cut)
                        .isNotEmpty();
            }
        }
        assertThat(Files.readAllBytes(segment)).startsWith(whole);
    }

    @Test
    void open_logShorterThanItsCheckpoint_leavesItAndTakesAnother() throws IOException {
        Path log = written(5);
        byte[] whole = Files.readAllBytes(segment(log));
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 10);
        Files.write(segment(log), cut);

        try (AuditLog next = open(AuditDurability.DURABLE)) {
            assertThat(next.name()).isEqualTo("0002");
        }
        assertThat(Files.readAllBytes(segment(log))).isEqualTo(cut);
        assertThat(Files.readString(segment(logs.resolve("0002"))))
                .contains("\"kind\":\"WARNING\"", "log 0001 is left as it is: its checkpoint has 8 records, it has 7");
    }

    @Test
    void open_recordBeforeItsCheckpointAltered_leavesItAndTakesAnother() throws IOException {
        Path log = written(5);
        Files.writeString(segment(log), Files.readString(segment(log)).replace("\"event 3\"", "\"event 4\""));

        try (AuditLog next = open(AuditDurability.DURABLE)) {
            assertThat(next.name()).isEqualTo("0002");
        }
    }

    @Test
    void open_tilesLostOrTornByACrash_computesThemAgain() throws IOException {
        Path log = written(3_000);
        Files.deleteIfExists(log.resolve("synced"));
        List<byte[]> tiles = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            tiles.add(Files.readAllBytes(Tiles.path(log, 0, i)));
        }
        for (int i = 0; i < 11; i++) {
            Path tile = Tiles.path(log, 0, i);
            if (i % 3 == 0) {
                Files.delete(tile);
            } else {
                // Of the right length, with zeros where a sector did not arrive.
                byte[] torn = tiles.get(i).clone();
                java.util.Arrays.fill(torn, 512 * i, 512 * i + 512, (byte) 0);
                Files.write(tile, torn);
            }
            AuditLog reopened = open(AuditDurability.BATCHED);
            assertThat(reopened.name()).isEqualTo("0001");
            reopened.close();
            for (int t = 0; t < 11; t++) {
                assertThat(Files.readAllBytes(Tiles.path(log, 0, t))).isEqualTo(tiles.get(t));
            }
            assertThat(verify(log).findings()).isEmpty();
            Files.deleteIfExists(log.resolve("synced"));
        }
    }

    @Test
    void open_secondInOneHome_takesAnotherLog() throws IOException {
        try (AuditLog first = open(AuditDurability.BATCHED);
                AuditLog second = open(AuditDurability.BATCHED)) {
            assertThat(second.name()).isNotEqualTo(first.name());
        }
        try (AuditLog again = open(AuditDurability.BATCHED)) {
            assertThat(again.name()).isEqualTo("0001");
        }
    }

    @Test
    void append_afterClose_refuses() throws IOException {
        AuditLog log = open(AuditDurability.BATCHED);
        log.close();

        assertThatThrownBy(() -> log.append(event("late"))).isInstanceOf(AuditUnavailableException.class);
    }

    @Test
    void append_durablyByManyThreads_losesNothing() throws Exception {
        AuditLog log = open(AuditDurability.DURABLE);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < 16; t++) {
            running.add(threads.submit(() -> {
                for (int i = 0; i < 50; i++) {
                    log.append(event("x"));
                }
            }));
        }
        for (Future<?> future : running) {
            future.get();
        }
        threads.shutdown();
        // Not closed: what append returned from must be in the file already.
        long written = Files.readAllLines(segment(logs.resolve(log.name()))).stream()
                .filter(line -> line.contains("\"detail\":\"x\""))
                .count();
        assertThat(written).isEqualTo(800);
        log.close();
    }

    @Test
    void append_hostileText_staysOneLineOfJson() throws IOException {
        try (AuditLog log = open(AuditDurability.BATCHED)) {
            log.append(event("a\"b\\c\nd\u2028e\ud800\",\"hash\":\"0\"}\n{\"v\":1"));
        }
        Path log = logs.resolve("0001");
        assertThat(verify(log).intact()).isTrue();
        assertThat(Files.readAllLines(segment(log), StandardCharsets.UTF_8)).hasSize(4);
    }

    @Test
    void append_garbageAtTheEnd_isSetAside() throws IOException {
        Path log = written(3);
        Files.write(segment(log), new byte[] {0, 1, 2, '\n', 'x'}, StandardOpenOption.APPEND);
        assertThat(verify(log).intact()).isFalse();

        open(AuditDurability.BATCHED).close();
        marks.clear();
        assertThat(verify(log).findings()).isEmpty();
    }

    @Test
    void aggregate_durableLog_isRecordedOnTick() throws IOException {
        AuditLog log = open(AuditDurability.DURABLE);
        org.wardkey.provider.operation.KeyFacts key = new org.wardkey.provider.operation.KeyFacts(
                new org.wardkey.provider.operation.KeyId(new java.util.UUID(1, 1)),
                "local",
                "a",
                org.wardkey.provider.operation.KeyType.AES,
                256,
                org.wardkey.provider.operation.KeyState.ACTIVE,
                org.wardkey.provider.operation.KeyAuthorizations.defaultsFor(
                        org.wardkey.provider.operation.KeyType.AES),
                false,
                Instant.EPOCH);
        AggregateEvent aggregate = log.aggregate(
                key,
                org.wardkey.provider.operation.Purpose.ENCRYPT,
                org.wardkey.provider.operation.Mechanism.of(org.wardkey.provider.operation.Mechanism.Family.AES_GCM),
                "jdk",
                false);
        for (int i = 0; i < 25_000; i++) {
            aggregate.add(1, 16);
        }
        log.close();
        List<String> lines = Files.readAllLines(segment(logs.resolve(log.name()))).stream()
                .filter(line -> line.contains("ENCRYPT"))
                .toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(2)).contains("\"operations\":5000,\"bytes\":80000");
    }

    private AuditLog openKnowing(long records) throws IOException {
        return AuditLog.open(
                logs,
                AuditDurability.BATCHED,
                Clock.systemUTC(),
                new SecureRandom(),
                Map.of("0001", records),
                (log, count, root) -> marks.put(log, new AuditVerifier.Mark(count, root)));
    }

    @Test
    void open_logShorterThanKnown_leavesItAndBeginsAnotherThatSaysSo() throws IOException {
        Path log = written(10);
        byte[] before = Files.readAllBytes(segment(log));

        try (AuditLog another = openKnowing(14)) {
            assertThat(another.name()).isEqualTo("0002");
        }

        assertThat(Files.readAllBytes(segment(log))).isEqualTo(before);
        assertThat(Files.readString(segment(logs.resolve("0002"))))
                .contains("log 0001 is left as it is: the home's catalogue knows of 14 records, it has 13");
    }

    @Test
    void open_logDeletedThatIsKnown_isNotBegunAgain() throws IOException {
        Path log = written(10);
        try (Stream<Path> files = Files.walk(log)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }

        for (int i = 0; i < 2; i++) {
            try (AuditLog another = openKnowing(13)) {
                assertThat(another.name()).isEqualTo("0002");
            }
        }
        assertThat(SegmentFiles.list(log)).isEmpty();
    }

    @Test
    void open_logAsLongAsKnown_goesOn() throws IOException {
        Path log = written(10);
        try (AuditLog same = openKnowing(13)) {
            assertThat(same.name()).isEqualTo("0001");
        }
        assertThat(verify(log).findings()).isEmpty();
    }

    @Test
    void append_detailOfAnyLength_isARecordThatReadersTake() throws IOException {
        Path log;
        try (AuditLog open = open(AuditDurability.BATCHED)) {
            log = logs.resolve(open.name());
            for (String unit : List.of("a", "\ud83d\ude00", "\u0000", "\"")) {
                open.append(event(unit.repeat(70_000)));
            }
        }
        assertThat(verify(log).findings()).isEmpty();
        try (AuditLog again = open(AuditDurability.BATCHED)) {
            assertThat(again.name()).isEqualTo("0001");
        }
    }
}

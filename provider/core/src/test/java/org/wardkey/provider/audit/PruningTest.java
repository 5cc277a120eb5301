package org.wardkey.provider.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments of 64 KiB, some 300 records each. */
class PruningTest {
    @TempDir
    private Path logs;

    private AuditLog open() throws IOException {
        return AuditLog.open(
                logs,
                new SecureRandom(),
                new AuditLog.Setup(
                        AuditDurability.BATCHED, Clock.systemUTC(), Logs.NOBODY, AuditDisk.REAL, 64 << 10, 1 << 20));
    }

    private AuditLog written() throws IOException {
        AuditLog log = open();
        for (int i = 0; i < 3_000; i++) {
            log.append(Logs.operation(1, "event " + i));
            if (i % 100 == 0) {
                log.appendDurably(Logs.event("batch"));
            }
        }
        return log;
    }

    private Path folder() {
        return logs.resolve("0001");
    }

    @Test
    void prune_oldRecords_keepsTheirHashesAndTheRestIsProved() throws IOException {
        Checkpoint before;
        long pruned;
        try (AuditLog log = written()) {
            before = log.checkpoint();
            pruned = log.prune(2_000);
            assertThat(pruned).isBetween(1_000L, 1_999L);
            assertThat(SegmentFiles.number(SegmentFiles.list(folder()).get(0))).isGreaterThan(1);
        }
        AuditVerifier.Result result = AuditVerifier.verify(folder(), AuditVerifier.Evidence.of(before, List.of()));
        assertThat(result.findings()).isEmpty();
        assertThat(result.prunedUpTo()).isEqualTo(pruned);
        assertThat(result.provenUpTo()).isEqualTo(before.size());
        assertThat(result.statement()).startsWith("Records 1 to " + pruned + " exist as hashes only.");
        assertThat(Logs.lines(folder())).anyMatch(line -> line.contains("LOG_PRUNED"));

        Logs.written(logs, 5);
        assertThat(Logs.verify(folder()).findings()).isEmpty();
    }

    @Test
    void prune_whatNoCheckpointCovers_isRefused() throws IOException {
        try (AuditLog log = written()) {
            assertThatThrownBy(() -> log.prune(1_000_000))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Expected records to prune that a checkpoint covers");
            assertThat(SegmentFiles.number(SegmentFiles.list(folder()).get(0))).isEqualTo(1);
        }
    }

    @Test
    void prune_byTime_keepsSegmentsWithALaterRecord() throws IOException {
        try (AuditLog log = written()) {
            // The records' own times are 1970; those that begin segments are of now.
            assertThat(log.prune(Instant.EPOCH)).isZero();
            assertThat(log.prune(Instant.now().plusSeconds(60))).isGreaterThan(1_000);
        }
        assertThat(Logs.verify(folder()).findings()).isEmpty();
    }

    @Test
    void prune_alteredRecord_isRefusedSinceItWouldHideIt() throws IOException {
        try (AuditLog log = written()) {
            log.checkpoint();
            Path segment = SegmentFiles.list(folder()).get(0);
            Files.writeString(segment, Files.readString(segment).replace("\"event 30\"", "\"event 31\""));
            assertThatThrownBy(() -> log.prune(2_000)).hasMessageContaining("altered");
            assertThat(Files.exists(segment)).isTrue();
        }
    }

    @Test
    void verify_segmentDeletedWithoutARecord_isFound() throws IOException {
        written().close();
        Files.delete(SegmentFiles.list(folder()).get(0));
        assertThat(Logs.verify(folder()).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).matches("Records 1 to [0-9]+ are missing."));
    }

    @Test
    void verify_prunedInPart_isAsGood() throws IOException {
        List<Path> segments;
        byte[] last;
        long pruned;
        try (AuditLog log = written()) {
            log.checkpoint();
            segments = SegmentFiles.list(folder());
            last = Files.readAllBytes(segments.get(2));
            pruned = log.prune(Logs.firstOf(segments.get(3)));
            assertThat(Logs.firstOf(SegmentFiles.list(folder()).get(0))).isEqualTo(pruned + 1);
        }
        // A crash between two deletions: the last segment that was to go is still there.
        assertThat(segments.get(2)).doesNotExist();
        Files.write(segments.get(2), last);
        AuditVerifier.Result result = Logs.verify(folder());
        assertThat(result.findings()).isEmpty();
        assertThat(result.prunedUpTo()).isPositive().isLessThan(pruned);
    }

    @Test
    void verify_hashesOfPrunedRecordsAltered_isFound() throws IOException {
        try (AuditLog log = written()) {
            log.prune(2_000);
        }
        Path tile = Tiles.path(folder(), 0, 1);
        byte[] hashes = Files.readAllBytes(tile);
        hashes[100] ^= 1;
        Files.write(tile, hashes);
        assertThat(Logs.verify(folder()).findings()).isNotEmpty();
        Files.delete(tile);
        assertThat(Logs.verify(folder()).findings()).isNotEmpty();
    }

    private static String forged(long number, long upTo) {
        return "{\"v\":1,\"seq\":" + number
                + ",\"time\":\"2026-01-01T00:00:00Z\",\"kind\":\"LOG_PRUNED\",\"outcome\":\"ALLOWED\","
                + "\"operations\":1,\"bytes\":0,\"detail\":\"records 1 to " + upTo + ", root " + "A".repeat(43)
                + "=\"}\n";
    }

    @Test
    void verify_recordsReplacedByALineThatSaysTheyWerePruned_isFound() throws IOException {
        Checkpoint kept;
        try (AuditLog log = Logs.open(logs)) {
            log.appendDurably(Logs.event("to be hidden"));
            kept = log.checkpoint();
        }
        long size = Logs.lines(folder()).size();
        Path segment = SegmentFiles.list(folder()).get(0);
        for (long number : new long[] {size, size + 1}) {
            Files.writeString(segment, forged(number, number - 1));
            assertThat(Logs.verify(folder()).findings()).as("number %d", number).isNotEmpty();
            assertThat(AuditVerifier.verify(folder(), AuditVerifier.Evidence.of(kept, List.of()))
                            .findings())
                    .as("number %d, outside checkpoint", number)
                    .isNotEmpty();
        }
    }

    @Test
    void verify_pruningThatWasForgedAndTakenOverByTheNextOpening_isNotBelieved() throws IOException {
        Logs.written(logs, 10);
        Path segment = SegmentFiles.list(folder()).get(0);
        String before = Files.readString(segment);
        long size = Logs.lines(folder()).size();
        Files.writeString(segment, before + forged(size + 1, size));
        Logs.written(logs, 0);
        assertThat(Logs.lines(folder()))
                .anyMatch(line -> line.contains("TAIL_RECOVERED")
                        && line.contains("records " + (size + 1) + " to " + (size + 1) + " had no checkpoint"));
        assertThat(Logs.verify(folder()).findings()).isEmpty();

        String after = Files.readString(segment);
        Files.writeString(segment, after.substring(before.length()));
        assertThat(Logs.verify(folder()).findings()).isNotEmpty();
    }
}

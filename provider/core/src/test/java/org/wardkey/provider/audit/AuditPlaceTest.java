package org.wardkey.provider.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.audit.AuditLog.State;

/** A log whose files are taken away while it is open. */
class AuditPlaceTest {
    @TempDir
    private Path folder;

    private AuditLog open(AuditDurability durability) throws IOException {
        return AuditLog.open(
                folder.resolve("audit"),
                new SecureRandom(),
                new AuditLog.Setup(
                        durability,
                        Clock.systemUTC(),
                        Logs.NOBODY,
                        AuditDisk.REAL,
                        LogStore.SEGMENT_BYTES,
                        ReserveBank.FRAMES_AT + 4096));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Path segment(AuditLog log) throws IOException {
        return SegmentFiles.list(folder.resolve("audit").resolve(log.name())).get(0);
    }

    private static void await(AuditLog log, State state) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (log.state() != state && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertThat(log.state()).isEqualTo(state);
    }

    @Test
    void append_folderDeleted_refusesSoonWithoutAnyUse() throws Exception {
        try (AuditLog log = open(AuditDurability.BATCHED)) {
            log.append(Logs.event("before"));
            log.prepareReserve();

            delete(folder.resolve("audit"));

            await(log, State.UNAVAILABLE);
            assertThat(log.failure().orElseThrow()).contains("was deleted or moved while it was open");
            assertThatThrownBy(() -> log.append(Logs.event("after"))).isInstanceOf(AuditUnavailableException.class);
            assertThatThrownBy(() -> log.append(Logs.event("care"), true))
                    .isInstanceOf(AuditUnavailableException.class);
        }
    }

    @Test
    void appendDurably_segmentDeletedThisMoment_refusesTheFirst() throws Exception {
        try (AuditLog log = open(AuditDurability.DURABLE)) {
            log.append(Logs.event("before"));

            Files.delete(segment(log));

            assertThatThrownBy(() -> log.append(Logs.event("after"))).isInstanceOf(AuditUnavailableException.class);
        }
    }

    @Test
    void append_segmentReplaced_careGoesIntoTheReserveAndStaysThere() throws Exception {
        Path kept = folder.resolve("kept");
        String name;
        try (AuditLog log = open(AuditDurability.BATCHED)) {
            name = log.name();
            log.append(Logs.event("before"));
            log.prepareReserve();
            Path segment = segment(log);
            Files.copy(segment, kept);

            Files.move(kept, segment, StandardCopyOption.REPLACE_EXISTING);

            await(log, State.RESERVE);
            assertThat(log.failure().orElseThrow()).contains("was replaced while it was open");
            assertThatThrownBy(() -> log.append(Logs.event("after"))).isInstanceOf(AuditUnavailableException.class);
            log.append(Logs.event("care goes on"), true);
            log.appendDurably(Logs.event("care waits for the disk"), true);
        }
        // The next opening finds it: the segment that nobody reads did not swallow it.
        Path logs = folder.resolve("audit");
        try (ReserveBank bank = ReserveBank.open(
                        logs.resolve(name).resolve("reserve-0"), AuditDisk.REAL, AuditKey.open(logs))
                .orElseThrow()) {
            assertThat(bank.sealed()).isFalse();
            assertThat(bank.records()).isEqualTo(2);
        }
    }

    /** Another process finds a lock that nobody holds, and takes the log. */
    @Test
    void append_lockDeleted_leavesTheLogToWhoTakesIt() throws Exception {
        try (AuditLog log = open(AuditDurability.BATCHED)) {
            log.appendDurably(Logs.event("before"));
            log.prepareReserve();

            Files.delete(folder.resolve("audit").resolve(log.name()).resolve("lock"));

            await(log, State.UNAVAILABLE);
            assertThat(log.failure().orElseThrow()).contains("lock was deleted or moved while it was open");
            assertThatThrownBy(() -> log.append(Logs.event("care"), true))
                    .isInstanceOf(AuditUnavailableException.class);
            Files.createFile(folder.resolve("audit").resolve(log.name()).resolve("lock"));
            assertThatThrownBy(() -> log.append(Logs.event("after"))).isInstanceOf(AuditUnavailableException.class);
        }
        assertThat(Logs.verify(folder.resolve("audit").resolve("0001")).findings())
                .isEmpty();
    }

    @Test
    void append_folderMovedAwayAndBack_isAvailableAgain() throws Exception {
        Path away = folder.resolve("away");
        try (AuditLog log = open(AuditDurability.BATCHED)) {
            log.append(Logs.event("before"));
            Files.move(folder.resolve("audit"), away);
            await(log, State.UNAVAILABLE);

            Files.move(away, folder.resolve("audit"));

            await(log, State.AVAILABLE);
            log.appendDurably(Logs.event("after"));
            assertThat(Files.readString(segment(log))).contains("before", "after", "the log can be written again");
        }
    }
}

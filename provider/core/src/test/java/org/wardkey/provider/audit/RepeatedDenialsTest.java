package org.wardkey.provider.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.audit.AuditEvent.Outcome;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.RefusalCode;

class RepeatedDenialsTest {
    private static final Pattern DENIED = Pattern.compile(
            "\"outcome\":\"DENIED\".*\"alias\":\"([^\"]*)\".*\"operations\":([0-9]+),\"bytes\":([0-9]+)");

    @TempDir
    private Path logs;

    private final AtomicLong nanos = new AtomicLong();

    private static AuditEvent denied(long key, RefusalCode code) {
        return AuditEvent.operation(
                        Instant.EPOCH,
                        Outcome.DENIED,
                        Logs.key(key),
                        Purpose.SIGN,
                        Mechanism.of(Mechanism.Family.ECDSA),
                        "",
                        16)
                .denied(code);
    }

    /** Alias, operations and bytes of each record of a denial; the log is closed. */
    private List<String> records(String log) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path segment : SegmentFiles.list(logs.resolve(log))) {
            for (String line : Files.readAllLines(segment)) {
                Matcher matcher = DENIED.matcher(line);
                if (matcher.find()) {
                    found.add(matcher.group(1) + " " + matcher.group(2) + " " + matcher.group(3));
                }
            }
        }
        return found;
    }

    @Test
    void deny_repeatedByManyThreads_isOneRecordAndOneCount() throws Exception {
        String name;
        try (AuditLog log = Logs.open(logs)) {
            name = log.name();
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Future<?>> loops = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                loops.add(threads.submit(() -> {
                    for (int n = 0; n < 10_000; n++) {
                        log.deny(denied(1, RefusalCode.KEY_STATE));
                    }
                }));
            }
            for (Future<?> loop : loops) {
                loop.get();
            }
            threads.shutdown();
            log.deny(denied(2, RefusalCode.KEY_STATE));
        }

        // The last one was written at close.
        assertThat(records(name)).containsExactly("pump-1 1 16", "pump-2 1 16", "pump-1 79999 1279984");
        assertThat(AuditVerifier.verify(logs.resolve(name), AuditVerifier.Evidence.NONE)
                        .findings())
                .isEmpty();
    }

    @Test
    void tick_repeatsOfTenSeconds_areOneRecordForEachSubject() throws Exception {
        String name;
        try (AuditLog log = Logs.open(logs)) {
            name = log.name();
            RepeatedDenials denials = new RepeatedDenials(log, Clock.systemUTC(), nanos::get);
            denials.add(denied(1, RefusalCode.KEY_STATE));
            denials.add(denied(1, RefusalCode.KEY_STATE));
            denials.add(denied(1, RefusalCode.KEY_STATE));
            denials.add(denied(1, RefusalCode.OPERATIONS_USED_UP));
            nanos.addAndGet(RepeatedDenials.REPEAT_NANOS - 1);
            denials.tick();
            nanos.addAndGet(1);
            denials.tick();
            denials.add(denied(1, RefusalCode.KEY_STATE));
            // The other subject had no repeats and is forgotten: its next is recorded at once.
            denials.add(denied(1, RefusalCode.OPERATIONS_USED_UP));
            nanos.addAndGet(RepeatedDenials.REPEAT_NANOS);
            denials.tick();
            nanos.addAndGet(RepeatedDenials.REPEAT_NANOS);
            denials.tick();
            denials.add(denied(1, RefusalCode.KEY_STATE));
            denials.take().forEach(log::append);
        }

        assertThat(records(name))
                .containsExactly(
                        "pump-1 1 16", "pump-1 1 16", "pump-1 2 32", "pump-1 1 16", "pump-1 1 16", "pump-1 1 16");
    }

    @Test
    void deny_fullDisk_countsAndRecordsOnceThereIsSpace() throws Exception {
        FullDisk disk = new FullDisk();
        String name;
        AuditLog.Setup setup = new AuditLog.Setup(
                AuditDurability.DURABLE, Clock.systemUTC(), Logs.NOBODY, disk, LogStore.SEGMENT_BYTES, 1 << 20);
        try (AuditLog log = AuditLog.open(logs, new SecureRandom(), setup)) {
            name = log.name();
            log.deny(denied(1, RefusalCode.KEY_STATE));
            disk.fill(0);
            assertThatThrownBy(() -> log.deny(denied(2, RefusalCode.KEY_STATE)))
                    .isInstanceOf(AuditUnavailableException.class);
            log.deny(denied(1, RefusalCode.KEY_STATE));
            log.tick();
            disk.empty();
            while (!log.available()) {
                Thread.onSpinWait();
            }
            log.deny(denied(2, RefusalCode.KEY_STATE));
        }

        assertThat(records(name)).containsExactly("pump-1 1 16", "pump-2 1 16", "pump-1 1 16");
    }
}

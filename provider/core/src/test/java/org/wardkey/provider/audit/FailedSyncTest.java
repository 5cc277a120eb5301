package org.wardkey.provider.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedSyncTest {
    @TempDir
    private Path logs;

    private final ForgetfulDisk disk = new ForgetfulDisk();

    private AuditLog open() throws Exception {
        AuditLog.Listener listener = (log, records, root) -> {};
        return AuditLog.open(
                logs,
                new SecureRandom(),
                new AuditLog.Setup(
                        AuditDurability.BATCHED, Clock.systemUTC(), listener, disk, LogStore.SEGMENT_BYTES, 1 << 20));
    }

    private Path segment() {
        return SegmentFiles.path(logs.resolve("0001"), 1);
    }

    private void awaitAvailable(AuditLog log) {
        long begun = System.nanoTime();
        while (!log.available() && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(60)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertThat(log.available()).isTrue();
    }

    @Test
    void append_syncFailsAndForgets_recordsAreWrittenAgainBeforeTheNextSync() throws Exception {
        try (AuditLog log = open()) {
            for (int i = 0; i < 1_000; i++) {
                log.append(Logs.event("given up " + i));
            }
            disk.failSyncs(2);
            assertThatThrownBy(() -> log.appendDurably(Logs.event("given up 1000")))
                    .isInstanceOf(AuditUnavailableException.class);
            awaitAvailable(log);
            log.appendDurably(Logs.event("after"));
            assertThat(disk.failuresLeft()).isZero();

            String left = new String(disk.afterPowerCut(segment()), StandardCharsets.UTF_8);
            assertThat(left).isEqualTo(Files.readString(segment()));
            for (int i = 0; i <= 1_000; i++) {
                assertThat(left).contains("\"given up " + i + "\"");
            }
        }
        assertThat(Logs.verify(logs.resolve("0001")).findings()).isEmpty();
    }

    @Test
    void append_syncFailsAndCacheIsLost_logGoesNoFurtherAndSaysWhy() throws Exception {
        try (AuditLog log = open()) {
            log.appendDurably(Logs.event("kept"));
            disk.loseCacheToo();
            disk.failSyncs(1);
            assertThatThrownBy(() -> log.appendDurably(Logs.event("lost")))
                    .isInstanceOf(AuditUnavailableException.class);
            long begun = System.nanoTime();
            while (log.failure().filter(why -> why.contains("lost records")).isEmpty()
                    && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(60)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            assertThat(log.failure()).get().asString().contains("The disk has lost records that it had taken");
            assertThat(log.available()).isFalse();
            assertThatThrownBy(() -> log.append(Logs.event("refused"))).isInstanceOf(AuditUnavailableException.class);
        }
    }
}

package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A log whose disk is full for a while and that is pruned, for the recorder of system calls; a line on stdout
 * acknowledges what was done before it. That nothing grows while the disk is full is a seam's doing: what it refuses
 * never becomes a system call, as on a disk that refuses it.
 */
public final class ReserveCrashChild {
    private static final int SEGMENT_BYTES = 16 << 10;
    private static final int BANK_BYTES = ReserveBank.FRAMES_AT + (4 << 10);
    private static final int RECORDS = 640;
    private static final int DURABLE_EACH = 32;
    private static final int GAP_OPERATIONS = 10;
    private static final int PRUNE_BEFORE = 300;

    private final AuditLog log;
    private int cares;

    private ReserveCrashChild(AuditLog log) {
        this.log = log;
    }

    /** The first argument is the folder of the logs. */
    public static void main(String[] arguments) throws Exception {
        FullDisk disk = new FullDisk();
        AuditLog.Setup setup = new AuditLog.Setup(
                AuditDurability.BATCHED,
                Clock.systemUTC(),
                (name, records, root) -> {},
                disk,
                SEGMENT_BYTES,
                BANK_BYTES);
        try (AuditLog log = AuditLog.open(Path.of(arguments[0]), new SecureRandom(), setup)) {
            new ReserveCrashChild(log).run(disk);
        }
        System.out.println("closed");
    }

    private void run(FullDisk disk) throws IOException {
        records(0);
        log.prepareReserve();
        System.out.println("prepared");
        outage(disk);
        records(RECORDS);
        outage(disk);
        log.checkpoint();
        System.out.println("pruning");
        log.prune(PRUNE_BEFORE);
        System.out.println("pruned");
        records(2 * RECORDS);
    }

    private void records(int from) {
        for (int i = from; i < from + RECORDS; i++) {
            if (i % DURABLE_EACH == 0) {
                log.appendDurably(Logs.event("record " + i));
                System.out.println("record " + i);
            } else {
                log.append(Logs.event("record " + i));
            }
        }
    }

    /** Into the reserve until it is full, then some that are counted; then there is space again. */
    private void outage(FullDisk disk) {
        disk.fill(0);
        int counted = 0;
        while (counted < GAP_OPERATIONS) {
            log.appendDurably(Logs.operation(1, "care " + cares), true);
            System.out.println("care " + cares++);
            counted += log.state() == AuditLog.State.GAP ? 1 : 0;
        }
        disk.empty();
        long begun = System.nanoTime();
        while (!log.available()) {
            if (System.nanoTime() - begun > TimeUnit.MINUTES.toNanos(1)) {
                throw new IllegalStateException("Expected the log to take records again: " + log.failure());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        System.out.println("back");
    }
}

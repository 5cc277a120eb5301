package org.wardkey.provider.audit;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts operations of one key, purpose and mechanism until a second is over or 10 000 are reached.
 * Thread-safe.
 */
public final class AggregateEvent {
    static final long MAXIMUM_OPERATIONS = 10_000;

    private final AuditLog log;
    private final Clock clock;
    private final AuditEvent template;
    private final AtomicLong operations = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    AggregateEvent(AuditLog log, Clock clock, AuditEvent template) {
        this.log = log;
        this.clock = clock;
        this.template = template;
    }

    /**
     * Counts an operation, or further bytes of one.
     *
     * @param moreOperations 1, or 0 for further bytes
     * @param moreBytes how many bytes
     * @throws AuditUnavailableException if the log cannot take records
     */
    public void add(long moreOperations, long moreBytes) {
        log.requireAvailable();
        bytes.addAndGet(moreBytes);
        if (operations.addAndGet(moreOperations) >= MAXIMUM_OPERATIONS) {
            flush();
        }
    }

    /** Writes what was counted, if anything was. */
    void flush() {
        long count = operations.getAndSet(0);
        long processed = bytes.getAndSet(0);
        if (count == 0 && processed == 0) {
            return;
        }
        AuditEvent t = template;
        AuditEvent event = new AuditEvent(
                clock.instant(),
                t.kind(),
                t.outcome(),
                t.key(),
                t.purpose(),
                t.mechanism(),
                t.engine(),
                t.code(),
                count,
                processed,
                t.detail());
        try {
            log.appendHappened(event);
        } catch (AuditUnavailableException e) {
            operations.addAndGet(count);
            bytes.addAndGet(processed);
            throw e;
        }
    }
}

package org.wardkey.provider.audit;

import java.time.Clock;
import java.util.Optional;
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
    /** As the last operation said: whether a key may go on does not change between two of them. */
    private volatile boolean mayClaim;

    private volatile boolean closed;

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
        add(moreOperations, moreBytes, false);
    }

    /**
     * Counts an operation, or further bytes of one.
     *
     * @param moreOperations 1, or 0 for further bytes
     * @param moreBytes how many bytes
     * @param care whether it keeps somebody alive, and so may go on when the disk is full
     * @throws AuditUnavailableException if the log cannot take records
     */
    public void add(long moreOperations, long moreBytes, boolean care) {
        log.requireAvailable(care);
        mayClaim = care;
        bytes.addAndGet(moreBytes);
        if (operations.addAndGet(moreOperations) >= MAXIMUM_OPERATIONS) {
            flush();
        }
    }

    /** Ends the counter: its key is gone. What was counted is written as soon as the log takes it. */
    public void close() {
        closed = true;
        log.flush(this);
    }

    /** Writes what was counted, if the log takes it now; otherwise goes on counting. */
    void flushIfTaken() {
        if (log.available() || mayClaim) {
            flush();
        }
    }

    /** Writes what was counted, if anything was. */
    void flush() {
        Optional<AuditEvent> counted = take();
        if (counted.isEmpty()) {
            return;
        }
        try {
            log.appendHappened(counted.get(), mayClaim);
        } catch (AuditUnavailableException e) {
            operations.addAndGet(counted.get().operations());
            bytes.addAndGet(counted.get().bytes());
            throw e;
        }
    }

    /** What was counted, for whoever writes it; the counter begins anew. */
    Optional<AuditEvent> take() {
        long count = operations.getAndSet(0);
        long processed = bytes.getAndSet(0);
        if (count == 0 && processed == 0) {
            return Optional.empty();
        }
        AuditEvent t = template;
        return Optional.of(new AuditEvent(
                clock.instant(),
                t.kind(),
                t.outcome(),
                t.key(),
                t.purpose(),
                t.mechanism(),
                t.engine(),
                t.approved(),
                t.code(),
                count,
                processed,
                t.detail()));
    }

    /** Whether its key is gone and everything is written. */
    boolean over() {
        return closed && operations.get() == 0 && bytes.get() == 0;
    }
}

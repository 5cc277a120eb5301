package org.wardkey.provider.audit;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts operations of one key, purpose and mechanism until a second is over or 10 000 are reached.
 *
 * <p>Theory of operation. Counting takes no lock. Whoever writes what was counted holds one until the log has it or it
 * is counted here again, so that the log's last look finds whatever was not written. That look ends the count of
 * operations below zero: an operation that is counted after it is refused. Thread-safe.
 */
public final class AggregateEvent {
    static final long MAXIMUM_OPERATIONS = 10_000;
    /** Stays below zero however many operations come. */
    private static final long ENDED = Long.MIN_VALUE;

    private final AuditLog log;
    private final Clock clock;
    private final AuditEvent template;
    private final AtomicLong operations = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    /** As the last operation said: whether a key may go on does not change between two of them. */
    private volatile boolean mayClaim;

    private volatile boolean closed;
    private final ReentrantLock writing = new ReentrantLock();

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
        long counted = operations.addAndGet(moreOperations);
        if (counted < 0) {
            // The log was closed since we looked, and has its last records.
            throw log.unavailable();
        }
        if (counted >= MAXIMUM_OPERATIONS || closed) {
            // Of one that is closed, the log may have let go before this was counted.
            flush();
        }
    }

    /** Ends the counter: its key is gone. What was counted is written as soon as the log takes it. */
    public void close() {
        closed = true;
        log.flush(this);
    }

    /** Writes what was counted, if the log takes it now and nobody else is at it; otherwise goes on counting. */
    void flushIfTaken() {
        if ((log.available() || mayClaim) && writing.tryLock()) {
            try {
                write();
            } finally {
                writing.unlock();
            }
        }
    }

    private void flush() {
        writing.lock();
        try {
            write();
        } finally {
            writing.unlock();
        }
    }

    private void write() {
        Optional<AuditEvent> counted = take(0);
        if (counted.isEmpty()) {
            return;
        }
        try {
            log.appendHappened(counted.get(), mayClaim);
        } catch (AuditUnavailableException e) {
            bytes.addAndGet(counted.get().bytes());
            operations.addAndGet(counted.get().operations());
            if (closed) {
                log.keep(this);
            }
            throw e;
        }
    }

    /** What was counted and never written, for the log's last records: from now on nothing is counted. */
    Optional<AuditEvent> takeLast() {
        writing.lock();
        try {
            return take(ENDED);
        } finally {
            writing.unlock();
        }
    }

    private Optional<AuditEvent> take(long goOnFrom) {
        long count = operations.getAndUpdate(counted -> counted < 0 ? counted : goOnFrom);
        // Later than the operations, and counted before them: none is taken without its bytes.
        long processed = bytes.getAndSet(0);
        if (count < 0 || (count == 0 && processed == 0)) {
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
        if (!closed || !writing.tryLock()) {
            return false;
        }
        try {
            return operations.get() == 0 && bytes.get() == 0;
        } finally {
            writing.unlock();
        }
    }
}

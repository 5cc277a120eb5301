package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Purpose;

/**
 * The record of one process: append-only, each record a leaf of a Merkle tree whose root is signed.
 *
 * <p>Theory of operation. A home has a folder of logs; a process takes the first one that no living
 * process holds, goes on where it ended, and holds it by a file lock. A log that is not what its own
 * checkpoint says is left as it is, for whoever investigates, and another one is taken. Callers hand events
 * to one owned thread, which numbers, hashes and writes them in batches, so a caller's interrupt never meets
 * a channel. {@link AuditDurability#DURABLE} events wait for the flush that covers them; however many wait
 * share it. If the disk takes no more, what the writer could not write stays in memory, {@link #append}
 * refuses everything but what keeps somebody alive, and the writer tries again twice a second until the
 * disk takes it.
 *
 * <p>A checkpoint is signed at most every two seconds, of records that are on the disk. What it proves, and
 * what only a checkpoint kept elsewhere proves: see {@link AuditVerifier}.
 *
 * <p>Thread-safe.
 */
public final class AuditLog implements AutoCloseable {
    private static final int QUEUE_CAPACITY = 1 << 16;
    private static final int MAXIMUM_LOGS = 10_000;
    private static final long BACKPRESSURE_MILLIS = 100;
    /** Of each of the two files of the reserve: some 100 000 operations that come one by one. */
    private static final int RESERVE_BANK_BYTES = 8 << 20;

    private final Clock clock;
    private final AuditDurability durability;
    private final LogLock lock;
    private final String name;
    private final ArrayBlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final CopyOnWriteArrayList<AggregateEvent> aggregates = new CopyOnWriteArrayList<>();
    private final RepeatedDenials denials;
    private final Thread thread;
    private final AuditWriter writer;
    private final VerifierKey verifier;
    private volatile boolean closed;

    /** What the log takes. */
    public enum State {
        /** Every event. */
        AVAILABLE,
        /** Only what keeps somebody alive: it is kept in the reserve, and put into the log later. */
        RESERVE,
        /** Only what keeps somebody alive: operations are counted for each key, and the counts recorded later. */
        GAP,
        /** Nothing. */
        UNAVAILABLE
    }

    /** Told how the log is. On the log's own thread: it must not wait for the log. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Takes note of how far the log has come: from time to time, and at close.
         *
         * @param log the log's name
         * @param records how many records are on the disk
         * @param root the root of the tree over them, base64
         */
        void at(String log, long records, String root);

        /**
         * Takes note that the log takes no more records; once, until it takes them again.
         *
         * @param log the log's name
         * @param state what it takes now
         * @param why what the disk said
         */
        default void alarm(String log, State state, String why) {
            System.getLogger("org.wardkey.provider")
                    .log(System.Logger.Level.ERROR, "Audit log {0} cannot be written, {1}: {2}", log, state, why);
        }
    }

    /** Where and how a log is kept. */
    record Setup(
            AuditDurability durability,
            Clock clock,
            Listener listener,
            AuditDisk disk,
            int segmentBytes,
            int reserveBankBytes,
            Map<String, Long> known) {
        Setup(
                AuditDurability durability,
                Clock clock,
                Listener listener,
                AuditDisk disk,
                int segmentBytes,
                int reserveBankBytes) {
            this(durability, clock, listener, disk, segmentBytes, reserveBankBytes, Map.of());
        }

        /** On the disk that there is, with the sizes that a log has. */
        static Setup of(AuditDurability durability, Clock clock, Listener listener) {
            return new Setup(durability, clock, listener, AuditDisk.REAL, LogStore.SEGMENT_BYTES, RESERVE_BANK_BYTES);
        }

        /** With what somebody else knows of how many records each log had. */
        Setup knowing(Map<String, Long> records) {
            return new Setup(durability, clock, listener, disk, segmentBytes, reserveBankBytes, Map.copyOf(records));
        }
    }

    private AuditLog(LogLock lock, AuditKey key, Setup setup, List<String> warnings) throws IOException {
        this.clock = setup.clock();
        this.denials = new RepeatedDenials(this, setup.clock(), System::nanoTime);
        this.durability = setup.durability();
        this.lock = lock;
        this.name = lock.folder().getFileName().toString();
        this.verifier = key.verifier();
        LogStore store = new LogStore(
                lock,
                key,
                clock,
                setup.disk(),
                setup.segmentBytes(),
                setup.known().getOrDefault(name, 0L));
        Reserve reserve = Reserve.open(lock, setup.disk(), key, clock, setup.reserveBankBytes());
        this.writer = new AuditWriter(store, reserve, name, clock, setup.listener());
        writer.open(warnings);
        // Keeps nothing of who opened it.
        this.thread = new Thread(
                null, () -> writer.run(queue, () -> closed, this::counted), "wardkey-audit-" + name, 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Takes a log that no living process holds.
     *
     * <p>To be called on a thread that nobody interrupts.
     *
     * @param logs the folder of logs; made if it is missing
     * @param durability when an operation may run
     * @param clock gives the times of the log's own records
     * @param random gives the audit key, if the home has none yet
     * @param listener told how the log is
     * @return the open log
     * @throws IOException if no log can be opened
     */
    public static AuditLog open(
            Path logs, AuditDurability durability, Clock clock, SecureRandom random, Listener listener)
            throws IOException {
        return open(logs, durability, clock, random, Map.of(), listener);
    }

    /**
     * Takes a log that no living process holds. One that has fewer records than it is known to have had was cut or put
     * back: it stays as it is, as evidence, and another one is begun, which says so.
     *
     * <p>To be called on a thread that nobody interrupts.
     *
     * @param logs the folder of logs; made if it is missing
     * @param durability when an operation may run
     * @param clock gives the times of the log's own records
     * @param random gives the audit key, if the home has none yet
     * @param known how many records each log had, by name, as somebody else knows
     * @param listener told how the log is
     * @return the open log
     * @throws IOException if no log can be opened
     */
    public static AuditLog open(
            Path logs,
            AuditDurability durability,
            Clock clock,
            SecureRandom random,
            Map<String, Long> known,
            Listener listener)
            throws IOException {
        return open(logs, random, Setup.of(durability, clock, listener).knowing(known));
    }

    static AuditLog open(Path logs, SecureRandom random, Setup setup) throws IOException {
        AuditDisk.makeFolder(logs);
        AuditKey key = AuditKey.openOrCreate(logs, random);
        List<String> warnings = new ArrayList<>();
        for (int i = 1; i <= MAXIMUM_LOGS; i++) {
            Path folder = logs.resolve(String.format("%04d", i));
            Optional<AuditLog> log = openIfFree(folder, key, setup, warnings);
            if (log.isPresent()) {
                return log.get();
            }
        }
        throw new IOException("Expected a free audit log in " + logs + ", found " + MAXIMUM_LOGS + " in use.");
    }

    /**
     * Takes one log, if no living process holds it.
     *
     * <p>To be called on a thread that nobody interrupts.
     *
     * @param folder the log's folder
     * @param clock gives the times of the log's own records
     * @param listener told how the log is
     * @return the open log; empty if a process holds it
     * @throws IOException if it cannot be opened, or is not what its checkpoint says
     */
    public static Optional<AuditLog> openOnly(Path folder, Clock clock, Listener listener) throws IOException {
        AuditKey key = AuditKey.open(AuditDisk.folderOf(folder));
        List<String> warnings = new ArrayList<>();
        Optional<AuditLog> log = openIfFree(folder, key, Setup.of(AuditDurability.BATCHED, clock, listener), warnings);
        if (!warnings.isEmpty()) {
            throw new IOException(warnings.get(0));
        }
        return log;
    }

    private static Optional<AuditLog> openIfFree(Path folder, AuditKey key, Setup setup, List<String> warnings)
            throws IOException {
        Optional<LogLock> lock = LogLock.take(folder);
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            AuditLog log = new AuditLog(lock.get(), key, setup, warnings);
            taken = true;
            return Optional.of(log);
        } catch (LogRecovery.ContradictionException e) {
            warnings.add("log " + folder.getFileName() + " is left as it is: " + e.getMessage());
            return Optional.empty();
        } finally {
            if (!taken) {
                lock.get().close();
            }
        }
    }

    /** @return the log's name: that of its folder */
    public String name() {
        return name;
    }

    /** @return the key that the log's checkpoints are verified with: what an auditor keeps */
    public VerifierKey verifier() {
        return verifier;
    }

    /** @return what the log takes */
    public State state() {
        return closed ? State.UNAVAILABLE : writer.state();
    }

    /** @return whether the log takes every event */
    public boolean available() {
        return state() == State.AVAILABLE;
    }

    /** @return why the log takes no records, if it does not */
    public Optional<String> failure() {
        return closed ? Optional.of("The log is closed.") : writer.failure();
    }

    void requireAvailable(boolean care) {
        State now = state();
        if (now != State.AVAILABLE && (!care || now == State.UNAVAILABLE)) {
            throw unavailable();
        }
    }

    AuditUnavailableException unavailable() {
        return new AuditUnavailableException(failure().orElse("The log is not available."), writer.cause());
    }

    /**
     * Records an event as durably as the log is set up to.
     *
     * @param event what happened, or is about to
     * @throws AuditUnavailableException if the log cannot take it: then it must not happen
     */
    public void append(AuditEvent event) {
        append(event, false);
    }

    /**
     * Records an event as durably as the log is set up to.
     *
     * @param event what happened, or is about to
     * @param care whether it keeps somebody alive, and so may claim the reserve when the disk is full
     * @throws AuditUnavailableException if the log cannot take it: then it must not happen
     */
    public void append(AuditEvent event, boolean care) {
        if (durability == AuditDurability.DURABLE) {
            appendDurably(event, care);
            return;
        }
        hand(Pending.batched(event, care));
    }

    /**
     * Records an event and waits until it is on the disk.
     *
     * @param event what happened, or is about to
     * @throws AuditUnavailableException if the log cannot take it: then it must not happen
     */
    public void appendDurably(AuditEvent event) {
        appendDurably(event, false);
    }

    /**
     * Records an event and waits until it is on the disk.
     *
     * @param event what happened, or is about to
     * @param care whether it keeps somebody alive, and so may claim the reserve when the disk is full
     * @throws AuditUnavailableException if the log cannot take it: then it must not happen
     */
    public void appendDurably(AuditEvent event, boolean care) {
        Pending pending = Pending.durable(event, care);
        hand(pending);
        try {
            await(pending);
        } catch (CompletionException e) {
            throw new AuditUnavailableException("The record could not be written.", e.getCause());
        }
    }

    private static void await(Pending pending) {
        CompletableFuture<Boolean> flushed = pending.flushed();
        if (flushed != null) {
            // join does not end at an interrupt, and leaves it set.
            boolean done = flushed.join();
            assert done;
        }
    }

    /**
     * Records that an operation was denied: at once if it is the first of its key, purpose, mechanism and code
     * for some seconds, otherwise in one event for all that are like it; {@link #tick} and {@link #close} write
     * that.
     *
     * @param event what was denied
     * @throws AuditUnavailableException if the log cannot take it
     */
    public void deny(AuditEvent event) {
        denials.add(event);
    }

    /** Records what has happened already: kept until it can be written, whatever the durability. */
    void appendHappened(AuditEvent event, boolean care) {
        hand(Pending.batched(event, care));
    }

    private void hand(Pending pending) {
        boolean interrupted = false;
        try {
            while (true) {
                requireAvailable(pending.care());
                try {
                    if (queue.offer(pending) || queue.offer(pending, BACKPRESSURE_MILLIS, TimeUnit.MILLISECONDS)) {
                        break;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (writer.ended() && queue.remove(pending)) {
                // Closed between our look and our hand: nobody will write it, so it must not happen.
                throw unavailable();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Has the writer do something between two batches; what it throws comes back as the cause. */
    private void command(Pending.Command command) throws IOException {
        Pending pending = Pending.command(command);
        hand(pending);
        try {
            await(pending);
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(String.valueOf(cause.getMessage()), cause);
        }
    }

    /**
     * Signs what the log is now, with everything that was handed over before. Wait for no one: to be called
     * outside of the log's own thread.
     *
     * @return the checkpoint, which is also the one on the disk
     * @throws IOException if it cannot be written
     * @throws AuditUnavailableException if the log takes no records
     */
    public Checkpoint checkpoint() throws IOException {
        AtomicReference<Checkpoint> signed = new AtomicReference<>();
        command(store -> signed.set(store.checkpoint()));
        return Objects.requireNonNull(signed.get());
    }

    /**
     * Signs what the log is now, to be kept elsewhere, and records that it was given out.
     *
     * @param where whom it is given to; for the record
     * @return the checkpoint; the record about it is not among those that it covers
     * @throws IOException if it cannot be written
     * @throws AuditUnavailableException if the log takes no records
     */
    public Checkpoint exportCheckpoint(String where) throws IOException {
        Checkpoint signed = checkpoint();
        appendDurably(
                AuditEvent.notice(clock.instant(), Kind.CHECKPOINT_EXPORTED, signed.size() + " records, to " + where));
        return signed;
    }

    /**
     * Proves the newest record of a kind about a key to somebody who has only this log's verifier key.
     *
     * @param kind the kind of record
     * @param key the key
     * @return the proof; empty if this log has no such record
     * @throws IOException if the proof cannot be made
     * @throws AuditUnavailableException if the log takes no records
     */
    public Optional<RecordProof> prove(Kind kind, KeyId key) throws IOException {
        String kindField = "\"kind\":\"" + kind + "\"";
        String keyField = "\"key\":\"" + key + "\"";
        AtomicReference<Optional<RecordProof>> proof = new AtomicReference<>(Optional.empty());
        command(store -> proof.set(RecordProof.newest(
                lock.folder(), store.checkpoint(), line -> line.contains(kindField) && line.contains(keyField))));
        return Objects.requireNonNull(proof.get());
    }

    /**
     * Takes the space that operations may claim which must go on when the disk is full. Also done by the
     * first event that may; calling it earlier makes that one no slower.
     *
     * @throws IOException if there is not enough space
     * @throws AuditUnavailableException if the log takes no records
     */
    public void prepareReserve() throws IOException {
        command(store -> writer.makeReserve());
    }

    /**
     * Deletes segments; their hashes stay, so that the rest is proved as before. Only whole segments are
     * deleted, of records that a checkpoint covers and whose hashes fill their tiles.
     *
     * @param before the first record that is kept for certain
     * @return how many records exist as hashes only now
     * @throws IOException if a record is not covered, or the disk fails; the message says which
     * @throws AuditUnavailableException if the log takes no records
     */
    public long prune(long before) throws IOException {
        AtomicReference<Long> pruned = new AtomicReference<>(0L);
        command(store -> pruned.set(store.prune(before)));
        return Objects.requireNonNull(pruned.get());
    }

    /**
     * Deletes segments of which every record is older than a time; see {@link #prune(long)}.
     *
     * @param before the time
     * @return how many records exist as hashes only now
     * @throws IOException if a record is not covered, or the disk fails; the message says which
     * @throws AuditUnavailableException if the log takes no records
     */
    public long prune(Instant before) throws IOException {
        return prune(Pruning.firstKept(lock.folder(), before));
    }

    /**
     * A counter for operations that are recorded together.
     *
     * @param key which key
     * @param purpose what it does
     * @param mechanism how
     * @param engine which engine runs it
     * @param approved whether that is an approved service of a validated module
     * @return a new counter; flushed by {@link #tick}
     */
    public AggregateEvent aggregate(
            KeyFacts key, Purpose purpose, Mechanism mechanism, String engine, boolean approved) {
        AuditEvent template = AuditEvent.operation(
                        clock.instant(), AuditEvent.Outcome.ALLOWED, key, purpose, mechanism, engine, 0)
                .withApproved(approved);
        AggregateEvent aggregate = new AggregateEvent(this, clock, template);
        aggregates.add(aggregate);
        return aggregate;
    }

    /** Writes what was counted since the last call; to be called once a second. */
    public void tick() {
        if (state() != State.UNAVAILABLE) {
            aggregates.forEach(this::flush);
        }
        if (available()) {
            denials.tick();
        }
    }

    /** Writes everything that was handed over, and gives the log back. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        // What waits for a disk that has come back meanwhile is written by the log's own thread, as its last records.
        try {
            tick();
        } catch (AuditUnavailableException e) {
            // Went away this moment: what is counted still waits.
            assert e != null;
        }
        closed = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(5));
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            // A writer that hangs in the disk still has the log: the lock goes with the process then.
            lock.close();
        }
    }

    /** Writes what a counter has, if the log takes it now, and forgets the counter once its key is gone. */
    void flush(AggregateEvent aggregate) {
        aggregate.flushIfTaken();
        if (aggregate.over()) {
            aggregates.remove(aggregate);
        }
    }

    /** Has a counter again that was let go while somebody still counted. */
    void keep(AggregateEvent aggregate) {
        aggregates.addIfAbsent(aggregate);
    }

    /** What was counted and not handed over, for the log's last records. */
    private List<AuditEvent> counted() {
        List<AuditEvent> counted = new ArrayList<>(denials.take());
        aggregates.forEach(aggregate -> aggregate.takeLast().ifPresent(counted::add));
        return counted;
    }
}

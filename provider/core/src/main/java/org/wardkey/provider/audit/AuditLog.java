package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Purpose;

/**
 * The record of one process: append-only, each record chained to the one before by a hash.
 *
 * <p>Theory of operation. A home has a folder of logs; a process takes the first one that no living
 * process holds, goes on where it ended, and holds it by a file lock. Callers hand events to one owned
 * thread, which numbers, chains and writes them in batches, so a caller's interrupt never meets a
 * channel. {@link AuditDurability#DURABLE} events wait for the flush that covers them; however many
 * wait share it. If the writer fails, what it could not write stays in memory, {@link #append} refuses
 * everything from then on, and the writer tries again twice a second until the disk takes it.
 *
 * <p>The hash chain finds any altered, deleted or reordered record. Whoever may write the files can
 * still rewrite the whole chain or cut its end: see {@link AuditVerifier} for what is provable.
 *
 * <p>Thread-safe.
 */
public final class AuditLog implements AutoCloseable {
    private static final int QUEUE_CAPACITY = 1 << 16;
    private static final int MAXIMUM_LOGS = 10_000;
    private static final long BACKPRESSURE_MILLIS = 100;

    /**
     * The locks of this process. Closing any channel of a file gives up all the process's locks on it, so a
     * lock file that is held here must not even be opened: the operating system's rule makes this state of
     * the process, whatever we would like.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Clock clock;
    private final Path lockFile;
    private final AuditDurability durability;
    private final FileChannel lockChannel;
    private final String name;
    private final ArrayBlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final List<AggregateEvent> aggregates = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private final AuditWriter writer;
    private volatile boolean closed;

    /** An event on its way to the writer. */
    record Pending(AuditEvent event, @Nullable CompletableFuture<Boolean> flushed) {}

    /** Told how far the log has come: from time to time, and at close. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Takes note.
         *
         * @param log the log's name
         * @param records how many records it has
         * @param hash the chain's hash after the last one, hexadecimal
         */
        void at(String log, long records, String hash);
    }

    private AuditLog(
            Path folder,
            Path lockFile,
            FileChannel lockChannel,
            AuditDurability durability,
            Clock clock,
            Progress progress)
            throws IOException {
        this.clock = clock;
        this.durability = durability;
        this.lockFile = lockFile;
        this.lockChannel = lockChannel;
        this.name = folder.getFileName().toString();
        this.writer = new AuditWriter(folder, name, clock, progress);
        // Keeps nothing of who opened it.
        this.thread = new Thread(null, () -> writer.run(queue, () -> closed), "wardkey-audit-" + name, 0, false);
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
     * @param progress told how far the log has come
     * @return the open log
     * @throws IOException if no log can be opened
     */
    public static AuditLog open(Path logs, AuditDurability durability, Clock clock, Progress progress)
            throws IOException {
        Files.createDirectories(logs);
        for (int i = 1; i <= MAXIMUM_LOGS; i++) {
            Path folder = logs.resolve(String.format("%04d", i));
            Files.createDirectories(folder);
            Path lock = folder.toRealPath().resolve("lock");
            if (!HELD.add(lock)) {
                continue;
            }
            boolean taken = false;
            FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (holds(channel)) {
                    SegmentFiles.syncFolder(logs);
                    AuditLog log = new AuditLog(folder, lock, channel, durability, clock, progress);
                    taken = true;
                    return log;
                }
            } finally {
                if (!taken) {
                    channel.close();
                    HELD.remove(lock);
                }
            }
        }
        throw new IOException("Expected a free audit log in " + logs + ", found " + MAXIMUM_LOGS + " in use.");
    }

    private static boolean holds(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // Another home object of this process has it.
            return false;
        }
    }

    /** @return the log's name: that of its folder */
    public String name() {
        return name;
    }

    /** @return whether the log takes records */
    public boolean available() {
        return !closed && writer.failure().isEmpty();
    }

    /** @return why the log takes no records, if it does not */
    public Optional<String> failure() {
        return closed ? Optional.of("The log is closed.") : writer.failure();
    }

    void requireAvailable() {
        if (!available()) {
            throw unavailable();
        }
    }

    private AuditUnavailableException unavailable() {
        return new AuditUnavailableException(failure().orElse("The log is not available."), writer.cause());
    }

    /**
     * Records an event as durably as the log is set up to.
     *
     * @param event what happened, or is about to
     * @throws AuditUnavailableException if the log cannot take it: then it must not happen
     */
    public void append(AuditEvent event) {
        if (durability == AuditDurability.DURABLE) {
            appendDurably(event);
            return;
        }
        hand(new Pending(event, null));
    }

    /**
     * Records an event and waits until it is on the disk.
     *
     * @param event what happened, or is about to
     * @throws AuditUnavailableException if the log cannot take it: then it must not happen
     */
    public void appendDurably(AuditEvent event) {
        CompletableFuture<Boolean> flushed = new CompletableFuture<>();
        hand(new Pending(event, flushed));
        try {
            // join does not end at an interrupt, and leaves it set.
            boolean done = flushed.join();
            assert done;
        } catch (CompletionException e) {
            throw new AuditUnavailableException("The record could not be written.", e.getCause());
        }
    }

    /** Records what has happened already: kept until it can be written, whatever the durability. */
    void appendHappened(AuditEvent event) {
        hand(new Pending(event, null));
    }

    private void hand(Pending pending) {
        boolean interrupted = false;
        try {
            while (true) {
                requireAvailable();
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

    /**
     * A counter for operations that are recorded together.
     *
     * @param key which key
     * @param purpose what it does
     * @param mechanism how
     * @param engine which engine runs it
     * @return a new counter; flushed by {@link #tick}
     */
    public AggregateEvent aggregate(KeyFacts key, Purpose purpose, Mechanism mechanism, String engine) {
        AuditEvent template =
                AuditEvent.operation(clock.instant(), AuditEvent.Outcome.ALLOWED, key, purpose, mechanism, engine, 0);
        AggregateEvent aggregate = new AggregateEvent(this, clock, template);
        aggregates.add(aggregate);
        return aggregate;
    }

    /** Writes what was counted since the last call; to be called once a second. */
    public void tick() {
        if (available()) {
            for (AggregateEvent aggregate : aggregates) {
                aggregate.flush();
            }
        }
    }

    /** Writes everything that was handed over, and gives the log back. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        tick();
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
        try {
            lockChannel.close();
        } catch (IOException e) {
            throw new AuditUnavailableException("The log's lock could not be given back.", e);
        } finally {
            HELD.remove(lockFile);
        }
    }
}

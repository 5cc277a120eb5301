package org.wardkey.provider.audit;

import java.io.IOException;
import java.security.ProviderException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.audit.AuditLog.State;

/**
 * The one thread that writes a log. Only {@link #state}, {@link #failure}, {@link #cause} and
 * {@link #ended} may be called by others.
 *
 * <p>Theory of operation. What came is written in batches. When the disk does not take a batch, an outage
 * begins: who waits and has no claim to go on is refused, what has happened already is kept in memory, and
 * what keeps somebody alive goes to the {@link Reserve}, whose space was taken beforehand. Twice a second
 * the disk is tried again. Once it takes records, first those of the reserve are put into the log, then
 * what memory has, and the outage is over.
 *
 * <p>An open segment that was deleted or replaced takes records which nobody will ever read. That is an outage,
 * too: it is looked for four times a second and with every flush that somebody waits for.
 */
final class AuditWriter {
    private static final int BATCH = 4096;
    private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long POLL_MILLIS = 50;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long CHECKPOINT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int TILES_WHEN_IDLE = 16;
    private static final System.Logger LOGGER = System.getLogger("org.wardkey.provider");

    private final String name;
    private final Clock clock;
    private final AuditLog.Listener listener;
    private final LogStore store;
    private final Reserve reserve;
    /** What has happened and could not be written yet. */
    private final List<AuditEvent> held = new ArrayList<>();

    private long flushedAt = System.nanoTime();
    private long checkpointAt = flushedAt - CHECKPOINT_NANOS;
    private long triedAt = flushedAt;
    private long lookedAt = flushedAt;
    private boolean checkpointFailed;
    private volatile boolean ended;
    private volatile @Nullable IOException failure;
    private volatile State state = State.AVAILABLE;

    AuditWriter(LogStore store, Reserve reserve, String name, Clock clock, AuditLog.Listener listener) {
        this.name = name;
        this.clock = clock;
        this.listener = listener;
        this.store = store;
        this.reserve = reserve;
    }

    /**
     * Writes a log's first records.
     *
     * @param warnings what there is to say about other logs
     * @throws IOException if the log cannot be written, and has no reserve to begin with
     */
    void open(List<String> warnings) throws IOException {
        List<AuditEvent> opening = new ArrayList<>();
        if (store.beginning()) {
            opening.add(store.begun());
        }
        if (store.tornBytes() > 0) {
            opening.add(notice(Kind.TAIL_RECOVERED, store.tornBytes() + " bytes set aside"));
        }
        store.unsignedTail().ifPresent(tail -> opening.add(notice(Kind.TAIL_RECOVERED, tail)));
        opening.add(notice(Kind.LOG_OPENED, ProgramName.ofThisProcess()));
        warnings.forEach(warning -> opening.add(notice(Kind.WARNING, warning)));
        try {
            catchUp(opening);
            if (store.unsigned()) {
                // A log without a checkpoint looks like one whose checkpoint was deleted. Later ones are signed by
                // the writer's thread: nobody's first operation waits for that.
                store.checkpoint();
            }
        } catch (IOException e) {
            if (!reserve.usable()) {
                throw e;
            }
            // Opened on a full disk: whatever keeps somebody alive goes on where it stopped.
            held.addAll(opening);
            outage(e);
        }
    }

    private AuditEvent notice(Kind kind, String detail) {
        return AuditEvent.notice(clock.instant(), kind, detail);
    }

    State state() {
        return state;
    }

    Optional<String> failure() {
        IOException e = failure;
        return e == null ? Optional.empty() : Optional.of("The log cannot be written: " + e.getMessage() + ".");
    }

    @Nullable
    Throwable cause() {
        return failure;
    }

    /** Whether the thread takes no more from the queue. */
    boolean ended() {
        return ended;
    }

    /**
     * Writes until the log is closed and everything is written that was handed over.
     *
     * @param counted asked at the end for what was counted and not handed over
     */
    void run(BlockingQueue<Pending> queue, BooleanSupplier closed, Supplier<List<AuditEvent>> counted) {
        List<Pending> batch = new ArrayList<>(BATCH);
        try {
            while (!closed.getAsBoolean() || !queue.isEmpty()) {
                next(queue, batch);
                handle(batch);
                maintain(batch.isEmpty());
                batch.clear();
            }
        } catch (RuntimeException e) {
            // Ours to mend; until then nothing may happen that would have to be recorded.
            failure = new IOException("The writer stopped: " + e, e);
            state = State.UNAVAILABLE;
            batch.forEach(pending -> pending.refuse(e));
            batch.clear();
        } finally {
            // Who hands over after this takes it back; who did before finds it written here, or refused.
            ended = true;
            queue.drainTo(batch);
            handle(batch);
            held.addAll(counted.get());
            finish();
        }
    }

    private static void next(BlockingQueue<Pending> queue, List<Pending> batch) {
        try {
            Pending first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch, BATCH - 1);
            }
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread; it must not stop for it.
            Thread.interrupted();
        }
    }

    private void handle(List<Pending> batch) {
        List<Pending> events = batch;
        if (batch.stream().anyMatch(pending -> pending.command() != null)) {
            events = batch.stream().filter(pending -> pending.command() == null).toList();
        }
        if (!events.isEmpty()) {
            if (failure == null) {
                prepareReserve(events);
                deliver(events);
            } else {
                endure(events);
            }
        }
        for (Pending pending : batch) {
            if (pending.command() != null) {
                run(pending);
            }
        }
    }

    private void run(Pending pending) {
        IOException e = failure;
        if (e != null) {
            pending.refuse(e);
            return;
        }
        try {
            pending.run(store);
            pending.done();
        } catch (IOException | RuntimeException problem) {
            pending.refuse(problem);
        }
    }

    /** The first operation that may claim the reserve has it made, while there is space. */
    private void prepareReserve(List<Pending> events) {
        if (!reserve.usable() && events.stream().anyMatch(Pending::care)) {
            try {
                makeReserve();
            } catch (IOException e) {
                LOGGER.log(System.Logger.Level.WARNING, "The reserve of audit log " + name + " could not be made", e);
            }
        }
    }

    /** Takes the space of the reserve, if it was not. On the writer's thread. */
    void makeReserve() throws IOException {
        if (!reserve.usable()) {
            reserve.prepare();
        }
    }

    private void deliver(List<Pending> events) {
        boolean written = false;
        try {
            store.roll();
            store.write(
                    events.size(),
                    (into, i, sequence) -> into.append(sequence, events.get(i).requireEvent()));
            written = true;
            if (events.stream().anyMatch(Pending::waits)) {
                store.flush();
            }
            events.forEach(Pending::done);
            store.writeTiles();
        } catch (IOException e) {
            outage(e);
            if (written) {
                // It stands in the log, whether durably nobody knows: who still waits does not go on.
                events.forEach(pending -> pending.refuse(e));
            } else {
                endure(events);
            }
        }
    }

    private void outage(IOException e) {
        failure = e;
        triedAt = System.nanoTime();
        if (state == State.AVAILABLE) {
            state = reserve.state();
            alarm(e);
        }
    }

    private void alarm(IOException e) {
        try {
            listener.alarm(name, state, String.valueOf(e.getMessage()));
        } catch (RuntimeException problem) {
            LOGGER.log(System.Logger.Level.WARNING, "The alarm of audit log " + name + " was not taken", problem);
        }
    }

    /** Sees a batch through while the disk takes no records. */
    private void endure(List<Pending> events) {
        IOException why = failure == null ? new IOException("The log cannot be written.") : failure;
        List<Pending> care = new ArrayList<>();
        for (Pending pending : events) {
            if (pending.care()) {
                care.add(pending);
            } else if (pending.waits()) {
                pending.refuse(why);
            } else {
                held.add(pending.requireEvent());
            }
        }
        if (!care.isEmpty()) {
            try {
                reserve.add(care.stream().map(Pending::requireEvent).toList());
                care.forEach(Pending::done);
            } catch (IOException e) {
                e.addSuppressed(why);
                care.stream().filter(pending -> !pending.waits()).forEach(pending -> held.add(pending.requireEvent()));
                care.forEach(pending -> pending.refuse(e));
            }
        }
        state = reserve.state();
    }

    private void maintain(boolean idle) {
        long now = System.nanoTime();
        if (failure != null) {
            if (now - triedAt > RETRY_NANOS) {
                recover();
            }
            return;
        }
        try {
            if (now - lookedAt > LOOK_NANOS) {
                lookedAt = now;
                store.requireInPlace();
            }
            if (store.dirty() && now - flushedAt > FLUSH_NANOS) {
                store.flush();
                flushedAt = now;
            }
            if (idle) {
                store.syncTiles(TILES_WHEN_IDLE);
            }
        } catch (IOException e) {
            outage(e);
        }
        if (failure == null && !store.dirty() && store.grown() && now - checkpointAt > CHECKPOINT_NANOS) {
            checkpoint();
        }
    }

    private void recover() {
        triedAt = System.nanoTime();
        try {
            if (held.isEmpty()) {
                held.add(notice(Kind.PROVIDER_STATE, "the log can be written again"));
            }
            catchUp(held);
            failure = null;
            state = State.AVAILABLE;
        } catch (IOException e) {
            failure = e;
            state = reserve.state();
        }
    }

    /**
     * Writes events, and what the reserve has. A part of the reserve that was begun goes first, since its
     * records are an uninterrupted row. Otherwise only records that were written and flushed show that the
     * disk takes them again: no part is begun before.
     */
    private void catchUp(List<AuditEvent> events) throws IOException {
        store.requireInPlace();
        if (reserve.begun()) {
            reserve.reconcile(store);
        }
        store.write(events);
        events.clear();
        store.flush();
        reserve.reconcile(store);
        store.flush();
        store.writeTiles();
    }

    private void checkpoint() {
        checkpointAt = System.nanoTime();
        try {
            store.checkpoint();
            report();
            checkpointFailed = false;
        } catch (IOException e) {
            // The records are safe; only the proof is older than it could be. Tried again.
            if (!checkpointFailed) {
                LOGGER.log(System.Logger.Level.WARNING, "The checkpoint of audit log " + name + " was not written", e);
            }
            checkpointFailed = true;
        }
    }

    private void report() {
        try {
            listener.at(name, store.size(), store.rootText());
        } catch (RuntimeException e) {
            // The mark only makes more of the log provable; it is tried again, and the log goes on.
            LOGGER.log(System.Logger.Level.WARNING, "The mark of audit log " + name + " was not stored", e);
        }
    }

    private void finish() {
        try {
            // What the reserve has stays there: a segment that nobody finds must not swallow it.
            store.requireInPlace();
            if (failure != null && reserve.begun()) {
                // Part of the reserve in the log, then something else: the rest could not go on behind it.
                reserve.reconcile(store);
            }
            writeHeld();
            String detail = held.isEmpty() ? "" : held.size() + " events could not be written";
            store.write(List.of(notice(Kind.LOG_CLOSED, detail)));
            reserve.reconcile(store);
            store.checkpoint();
            report();
        } catch (IOException e) {
            failure = e;
        } catch (ProviderException e) {
            // What signs asks the JVM's first provider for hash functions, which may be what has failed.
            failure = new IOException("The last checkpoint was not signed.", e);
            LOGGER.log(System.Logger.Level.ERROR, "Audit log {0} ended without its last checkpoint: {1}", name, e);
        } finally {
            state = State.UNAVAILABLE;
            if (!held.isEmpty()) {
                LOGGER.log(
                        System.Logger.Level.ERROR,
                        "Audit log {0} ended without {1} events, which could not be written",
                        name,
                        held.size());
            }
            close();
        }
    }

    private void writeHeld() {
        try {
            store.write(held);
            held.clear();
        } catch (IOException e) {
            // What had run when the disk filled and does not fit even now is at least counted.
            failure = e;
        }
    }

    private void close() {
        try (reserve;
                store) {
            reserve.flush();
        } catch (IOException e) {
            failure = e;
        }
    }
}

package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.audit.AuditLog.Pending;

/** The one thread that writes a log. Only {@link #failure} and {@link #cause} may be called by others. */
final class AuditWriter {
    private static final long SEGMENT_BYTES = 16 << 20;
    private static final int BATCH = 4096;
    private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long POLL_MILLIS = 50;
    private static final long RETRY_MILLIS = 500;
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Path folder;
    private final String name;
    private final Clock clock;
    private final AuditLog.Progress progress;
    private final RecordEncoder encoder;
    private FileChannel channel;
    private int segment;
    private long position;
    private long sequence;
    private byte[] hash;
    private long flushedAt = System.nanoTime();
    private long reportedAt = flushedAt;
    private long reportedSequence;
    private boolean dirty;
    private boolean stale;
    private volatile boolean ended;
    private long lost;
    private volatile @Nullable IOException failure;

    AuditWriter(Path folder, String name, Clock clock, AuditLog.Progress progress) throws IOException {
        this.folder = folder;
        this.name = name;
        this.clock = clock;
        this.progress = progress;
        MessageDigest sha256 = sha256();
        this.encoder = new RecordEncoder(sha256);
        SegmentRecovery recovered = SegmentRecovery.recover(folder, name, sha256);
        this.segment = recovered.segment();
        this.sequence = recovered.sequence();
        this.reportedSequence = sequence;
        this.hash = recovered.hash();
        this.position = recovered.position();
        this.channel = openSegment();
        List<AuditEvent> opening = new ArrayList<>();
        if (position == 0) {
            opening.add(begun());
        }
        if (recovered.tornBytes() > 0) {
            opening.add(AuditEvent.notice(
                    clock.instant(), Kind.TAIL_RECOVERED, recovered.tornBytes() + " bytes set aside"));
        }
        opening.add(AuditEvent.notice(
                clock.instant(),
                Kind.LOG_OPENED,
                "pid " + ProcessHandle.current().pid() + ", Java " + Runtime.version()));
        write(opening);
        flush();
    }

    /** SUN's by name: this must not come back to ourselves, whatever the order of providers. */
    private static MessageDigest sha256() throws IOException {
        try {
            return MessageDigest.getInstance("SHA-256", "SUN");
        } catch (GeneralSecurityException e) {
            throw new IOException("Expected SHA-256 from the JDK's provider SUN; it is not registered.", e);
        }
    }

    private FileChannel openSegment() throws IOException {
        FileChannel opened = FileChannel.open(
                SegmentFiles.path(folder, segment), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        SegmentFiles.syncFolder(folder);
        return opened;
    }

    private AuditEvent begun() {
        return AuditEvent.notice(
                clock.instant(), Kind.SEGMENT_BEGUN, HexFormat.of().formatHex(hash));
    }

    Optional<String> failure() {
        IOException e = failure;
        return e == null ? Optional.empty() : Optional.of("The log cannot be written: " + e.getMessage() + ".");
    }

    @Nullable
    Throwable cause() {
        return failure;
    }

    void run(BlockingQueue<Pending> queue, BooleanSupplier closed) {
        List<Pending> batch = new ArrayList<>(BATCH);
        try {
            while (!closed.getAsBoolean() || !queue.isEmpty()) {
                next(queue, batch);
                deliver(batch, queue, closed);
                flushIfDue();
            }
        } catch (RuntimeException e) {
            // Ours to mend; until then nothing may happen that would have to be recorded.
            failure = new IOException("The writer stopped: " + e, e);
        } finally {
            // Who hands over after this takes it back; who did before finds it written here, or refused.
            ended = true;
            queue.drainTo(batch);
            deliver(batch, queue, () -> true);
            finish();
        }
    }

    /** Whether the thread takes no more from the queue. */
    boolean ended() {
        return ended;
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

    private void deliver(List<Pending> batch, BlockingQueue<Pending> queue, BooleanSupplier closed) {
        if (batch.isEmpty()) {
            return;
        }
        List<AuditEvent> events = new ArrayList<>(batch.size());
        List<AuditEvent> happened = new ArrayList<>();
        List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
        for (Pending pending : batch) {
            events.add(pending.event());
            if (pending.flushed() != null) {
                waiting.add(pending.flushed());
            } else {
                happened.add(pending.event());
            }
        }
        batch.clear();
        boolean written = false;
        while (true) {
            try {
                if (!written) {
                    roll();
                    write(events);
                    written = true;
                }
                if (!waiting.isEmpty() || failure != null) {
                    flush();
                }
                failure = null;
                waiting.forEach(f -> f.complete(true));
                return;
            } catch (IOException e) {
                failure = e;
                refuse(waiting, e);
                if (closed.getAsBoolean()) {
                    lost += written ? 0 : happened.size();
                    return;
                }
                pause();
                happened.addAll(turnAway(queue, e));
                events = happened.isEmpty() ? List.of(probe()) : happened;
            }
        }
    }

    /** Whoever waits does not run, so its event is dropped; what was batched has run and is kept. */
    private static void refuse(List<CompletableFuture<Boolean>> waiting, IOException e) {
        waiting.forEach(f -> f.completeExceptionally(e));
        waiting.clear();
    }

    /** Refuses who came to wait meanwhile, and takes over what has happened. */
    private static List<AuditEvent> turnAway(BlockingQueue<Pending> queue, IOException e) {
        List<Pending> came = new ArrayList<>();
        queue.drainTo(came);
        List<AuditEvent> happened = new ArrayList<>();
        for (Pending pending : came) {
            if (pending.flushed() == null) {
                happened.add(pending.event());
            } else {
                pending.flushed().completeExceptionally(e);
            }
        }
        return happened;
    }

    /** Only a record that was written and flushed shows that the disk takes records again. */
    private AuditEvent probe() {
        return AuditEvent.notice(clock.instant(), Kind.PROVIDER_STATE, "the log can be written again");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.interrupted();
        }
    }

    private void roll() throws IOException {
        if (position < SEGMENT_BYTES) {
            return;
        }
        flush();
        int before = segment;
        segment = before + 1;
        FileChannel next;
        try {
            next = openSegment();
        } catch (IOException e) {
            segment = before;
            throw e;
        }
        channel.close();
        channel = next;
        position = 0;
        write(List.of(begun()));
    }

    /** Writes all events or changes nothing that counts: on failure the same place is written again. */
    private void write(List<AuditEvent> events) throws IOException {
        long nextSequence = sequence;
        byte[] nextHash = hash;
        encoder.clear();
        for (AuditEvent event : events) {
            nextHash = encoder.append(++nextSequence, event, nextHash);
        }
        ByteBuffer buffer = encoder.batch();
        long at = position;
        if (stale) {
            // What a failed attempt left there must not look like a record after a crash.
            channel.truncate(position);
        }
        stale = true;
        while (buffer.hasRemaining()) {
            at += channel.write(buffer, at);
        }
        stale = false;
        position = at;
        sequence = nextSequence;
        hash = nextHash;
        dirty = true;
    }

    private void flush() throws IOException {
        channel.force(false);
        dirty = false;
        flushedAt = System.nanoTime();
    }

    private void flushIfDue() {
        long now = System.nanoTime();
        if (dirty && now - flushedAt > FLUSH_NANOS) {
            try {
                flush();
            } catch (IOException e) {
                failure = e;
            }
        }
        // Never ahead of the disk: a catalogue that knows more than the log has after a crash accuses somebody.
        if (!dirty && sequence != reportedSequence && now - reportedAt > PROGRESS_NANOS) {
            report();
        }
    }

    private void report() {
        reportedAt = System.nanoTime();
        try {
            progress.at(name, sequence, HexFormat.of().formatHex(hash));
            reportedSequence = sequence;
        } catch (RuntimeException e) {
            // The mark only makes more of the log provable; it is tried again, and the log goes on.
            System.getLogger("org.wardkey.provider")
                    .log(System.Logger.Level.WARNING, "The log's mark was not stored", e);
        }
    }

    private void finish() {
        try {
            // What had run when the disk filled and did not fit until the end is at least counted.
            String detail = lost == 0 ? "" : lost + " events could not be written";
            write(List.of(AuditEvent.notice(clock.instant(), Kind.LOG_CLOSED, detail)));
            flush();
            report();
            channel.close();
        } catch (IOException e) {
            failure = e;
        }
    }
}

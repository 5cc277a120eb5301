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
    private volatile boolean ended;
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
                deliver(batch, closed);
                flushIfDue();
            }
        } catch (RuntimeException e) {
            // Ours to mend; until then nothing may happen that would have to be recorded.
            failure = new IOException("The writer stopped: " + e, e);
        } finally {
            // Who hands over after this takes it back; who did before finds it written here, or refused.
            ended = true;
            queue.drainTo(batch);
            deliver(batch, () -> true);
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

    private void deliver(List<Pending> batch, BooleanSupplier closed) {
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
                if (!waiting.isEmpty()) {
                    flush();
                }
                failure = null;
                waiting.forEach(f -> f.complete(true));
                return;
            } catch (IOException e) {
                failure = e;
                // Whoever waits does not run, so its event is dropped; what was batched has run and stays here.
                waiting.forEach(f -> f.completeExceptionally(e));
                waiting.clear();
                events = happened;
                if (closed.getAsBoolean()) {
                    return;
                }
                pause();
            }
        }
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
        if (failure != null && channel.size() > position) {
            // What a failed attempt left there must not look like a record after a crash.
            channel.truncate(position);
        }
        while (buffer.hasRemaining()) {
            at += channel.write(buffer, at);
        }
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
                failure = null;
            } catch (IOException e) {
                failure = e;
            }
        }
        if (sequence != reportedSequence && now - reportedAt > PROGRESS_NANOS) {
            report();
        }
    }

    private void report() {
        reportedAt = System.nanoTime();
        reportedSequence = sequence;
        progress.at(name, sequence, HexFormat.of().formatHex(hash));
    }

    private void finish() {
        try {
            write(List.of(AuditEvent.notice(clock.instant(), Kind.LOG_CLOSED, "")));
            flush();
            report();
            channel.close();
        } catch (IOException e) {
            failure = e;
        }
    }
}

package org.wardkey.provider.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.audit.AuditEvent.Kind;

/**
 * The files of one log: segments of records, the tiles of their tree, the checkpoint.
 *
 * <p>A batch is written or it is not: after a failure the same place is written again. The tree grows by
 * what was written; a checkpoint is signed only of what was flushed. Not thread-safe.
 */
final class LogStore implements Closeable {
    static final String CHECKPOINT = "checkpoint";
    /** How many tiles a checkpoint syncs: a bound on how long it holds up whoever waits for a flush. */
    private static final int TILES_PER_CHECKPOINT = 16;

    /** How many the end of the log does: after a crash the rest is computed from the records. */
    private static final int TILES_AT_CLOSE = 1024;

    static final int SEGMENT_BYTES = 16 << 20;

    private final LogLock lock;
    private final Path folder;
    private final String origin;
    private final AuditKey key;
    private final Clock clock;
    private final AuditDisk disk;
    private final int segmentBytes;
    private final RecordEncoder encoder = new RecordEncoder();
    private final MerkleTree tree;
    private final TileWriter tiles;
    private final long tornBytes;
    private final Optional<String> unsignedTail;
    private final Deque<LogRecovery.Torn> torn;
    private Optional<Checkpoint> checkpoint;
    private FileChannel channel;
    private FilePlace place;
    private int segment;
    private long position;
    private final Unflushed unflushed;
    private boolean stale;

    /** Numbers and encodes one record of a batch. */
    @FunctionalInterface
    interface Encoding {
        void encode(RecordEncoder encoder, int index, long sequence);
    }

    /**
     * Opens a log where it ended.
     *
     * @param lock holds the log, and is the caller's
     * @param known how many records it had at least, as somebody else knows
     * @throws LogRecovery.ContradictionException if the log is not what its checkpoint says
     */
    LogStore(LogLock lock, AuditKey key, Clock clock, AuditDisk disk, int segmentBytes, long known) throws IOException {
        this.lock = lock;
        this.folder = lock.folder();
        this.key = key;
        this.clock = clock;
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.origin = key.origin(folder.getFileName().toString());
        LogRecovery.Recovered recovered = LogRecovery.recover(folder, disk, key.verifier(), known);
        this.tree = recovered.tree();
        this.tiles = recovered.tiles();
        this.checkpoint = recovered.checkpoint();
        this.torn = new ArrayDeque<>(recovered.torn());
        this.tornBytes =
                torn.stream().mapToLong(tail -> tail.length() - tail.end()).sum();
        long signed = checkpoint.map(Checkpoint::size).orElse(0L);
        this.unsignedTail =
                tree.size() > signed ? Optional.of(UnsignedTail.detail(signed + 1, tree.size())) : Optional.empty();
        this.segment = recovered.segment();
        this.position = recovered.position();
        this.channel = openSegment();
        this.place = FilePlace.of(SegmentFiles.path(folder, segment));
        this.unflushed = new Unflushed(disk, position, tree);
    }

    private FileChannel openSegment() throws IOException {
        FileChannel opened = disk.openOrCreate(SegmentFiles.path(folder, segment));
        AuditDisk.syncFolder(folder);
        return opened;
    }

    /**
     * Fails if the open segment or the lock is not the one that others find: deleted, moved or replaced, alone or with a
     * folder above it. What is written then is no record, or stands in the way of another process's.
     */
    void requireInPlace() throws IOException {
        place.require();
        lock.requireInPlace();
    }

    /** The first record of a segment. */
    AuditEvent begun() {
        return AuditEvent.notice(clock.instant(), Kind.SEGMENT_BEGUN, rootText());
    }

    /** Whether the segment has no record. */
    boolean beginning() {
        return position == 0;
    }

    /** How many bytes of an unfinished record are set aside when the log is first written to. */
    long tornBytes() {
        return tornBytes;
    }

    /** What there is to say about records that were behind the checkpoint when the log was opened. */
    Optional<String> unsignedTail() {
        return unsignedTail;
    }

    /** How many records the log has. */
    long size() {
        return tree.size();
    }

    /** The root of the tree over all records, base64. */
    String rootText() {
        return Base64.getEncoder().encodeToString(tree.root());
    }

    /** Whether something was written that was not flushed. */
    boolean dirty() {
        return unflushed.any(position);
    }

    /** Whether the log has no checkpoint yet. */
    boolean unsigned() {
        return checkpoint.isEmpty();
    }

    /** Whether the checkpoint is of fewer records than there are. */
    boolean grown() {
        return checkpoint.map(Checkpoint::size).orElse(-1L) != tree.size();
    }

    void write(List<AuditEvent> events) throws IOException {
        write(events.size(), (into, index, sequence) -> into.append(sequence, events.get(index)));
    }

    /** Writes a batch or changes nothing that counts; what was written may still fail to reach its tiles. */
    void write(int records, Encoding encoding) throws IOException {
        while (!torn.isEmpty()) {
            LogRecovery.setAside(disk, torn.element());
            torn.remove();
        }
        encoder.clear();
        for (int i = 0; i < records; i++) {
            encoding.encode(encoder, i, tree.size() + 1 + i);
        }
        if (stale) {
            // What a failed attempt left there must not look like a record after a crash.
            channel.truncate(position);
            flushSegment();
        }
        stale = true;
        position = AuditDisk.writeFully(channel, encoder.batch(), position);
        stale = false;
        for (int i = 0; i < encoder.records(); i++) {
            tree.append(encoder.leaf(tree, i));
        }
    }

    /** Begins another segment if this one is long enough. */
    void roll() throws IOException {
        if (position < segmentBytes) {
            return;
        }
        requireInPlace();
        flush();
        int before = segment;
        segment = before + 1;
        @Nullable FileChannel next = null;
        try {
            next = openSegment();
            place = FilePlace.of(SegmentFiles.path(folder, segment));
        } catch (IOException e) {
            segment = before;
            if (next != null) {
                next.close();
            }
            throw e;
        }
        channel.close();
        channel = next;
        position = 0;
        unflushed.flushed(position, tree);
        write(List.of(begun()));
    }

    /** Puts every record that was written on the disk, where others find it. */
    void flush() throws IOException {
        if (unflushed.any(position)) {
            flushSegment();
            requireInPlace();
        }
    }

    private void flushSegment() throws IOException {
        unflushed.flush(channel, SegmentFiles.path(folder, segment), position, tree);
    }

    /** Writes the tiles that filled; they are not durable by that, and need not be. */
    void writeTiles() throws IOException {
        tiles.write();
    }

    /** Puts some tiles on the disk for good, if there are any to; for a thread that has nothing else to do. */
    void syncTiles(int atMost) throws IOException {
        if (tiles.lagging()) {
            tiles.sync(atMost);
        }
    }

    /** Signs and stores what the log is now. The log itself is flushed first: a checkpoint is never ahead of it. */
    Checkpoint checkpoint() throws IOException {
        requireInPlace();
        tiles.write();
        flush();
        if (checkpoint.isPresent() && !grown()) {
            return checkpoint.get();
        }
        tiles.sync(TILES_PER_CHECKPOINT);
        tiles.record();
        tiles.writePartials();
        Checkpoint signed = Checkpoint.sign(origin, tree.size(), tree.root(), key);
        disk.replace(folder.resolve(CHECKPOINT), ByteBuffer.wrap(signed.text().getBytes(StandardCharsets.UTF_8)));
        if (checkpoint.isEmpty()) {
            AuditDisk.syncFolder(folder);
        }
        checkpoint = Optional.of(signed);
        tiles.removeOldPartials();
        return signed;
    }

    /**
     * Deletes segments whose records are all before one; see {@link AuditLog#prune}.
     *
     * @return how many records exist as hashes only now
     */
    long prune(long before) throws IOException {
        Checkpoint covering = checkpoint();
        return new Pruning(folder, origin, clock).run(this, covering, before);
    }

    /** Puts every full tile on the disk for good. */
    void syncAllTiles() throws IOException {
        tiles.write();
        tiles.sync(Integer.MAX_VALUE);
        tiles.record();
        tiles.requireSynced();
    }

    /** Puts every tile on the disk, so that the next opening has nothing to compute, and closes the files. */
    @Override
    public void close() throws IOException {
        try {
            // Nothing goes into a folder that is another log's by now.
            requireInPlace();
            tiles.write();
            tiles.sync(TILES_AT_CLOSE);
            tiles.record();
            AuditDisk.syncFolder(folder);
            flush();
        } finally {
            channel.close();
        }
    }
}

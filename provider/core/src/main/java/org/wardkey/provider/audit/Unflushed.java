package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Set;

/**
 * What was written to a segment and is not known to be on the disk.
 *
 * <p>Theory of operation. A flush that fails may have given up what it should have written, and the next one
 * succeeds without it: the system reports the loss once. So after a failure the unflushed records are read
 * back, compared with the tree, which has their hashes, and written again before the next flush. If what is
 * read is not what was written, the records are lost, and the log goes no further.
 *
 * <p>Not thread-safe.
 */
final class Unflushed {
    private static final int CHUNK_BYTES = 1 << 16;

    private final AuditDisk disk;
    private long begin;
    private MerkleTree before;
    private boolean doubtful;

    Unflushed(AuditDisk disk, long begin, MerkleTree tree) {
        this.disk = disk;
        this.begin = begin;
        this.before = tree.copy();
    }

    /** Whether there is anything. */
    boolean any(long end) {
        return end > begin;
    }

    /** Takes note that everything up to a place in the segment is on the disk. */
    void flushed(long end, MerkleTree tree) {
        begin = end;
        before = tree.copy();
        doubtful = false;
    }

    /** Puts everything on the disk; may be called again if it failed. */
    void flush(FileChannel channel, Path segment, long end, MerkleTree tree) throws IOException {
        if (doubtful) {
            writeAgain(channel, segment, end, tree);
        }
        doubtful = true;
        channel.force(false);
        flushed(end, tree);
    }

    private void writeAgain(FileChannel channel, Path segment, long end, MerkleTree tree) throws IOException {
        try (FileChannel written = disk.open(segment, Set.of(StandardOpenOption.READ))) {
            requireWhole(written, end, tree);
            for (long at = begin; at < end; at += CHUNK_BYTES) {
                ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, end - at));
                AuditDisk.writeFully(channel, AuditDisk.readFully(written, chunk, at), at);
            }
        }
    }

    private void requireWhole(FileChannel written, long end, MerkleTree tree) throws IOException {
        MerkleTree again = before.copy();
        LineReader lines = new LineReader(new FileRange(written, begin, end));
        while (lines.next()) {
            again.append(again.leafHash(lines.buffer(), lines.offset(), lines.length()));
        }
        if (!MessageDigest.isEqual(again.root(), tree.root())) {
            throw new IOException("The disk has lost records that it had taken: those behind " + before.size() + ".");
        }
    }
}

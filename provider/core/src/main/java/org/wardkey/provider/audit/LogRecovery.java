package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a log goes on.
 *
 * <p>Theory of operation. A crash can leave the end of the last segment unfinished: bytes without a line
 * feed, bytes that are no record, or zeros where a write did not arrive and a later one did. From there on
 * they are copied to a file of their own beside the segment, then cut, before anything else is written; nothing is lost. The tree is
 * resumed from the tiles that are known to be on the disk, and grown by the records after them: normally
 * fewer than 256. If these tiles are not there, it is grown from the first record.
 *
 * <p>The tree must then contain what the last checkpoint says, which was never ahead of the records. If
 * it does not, no crash did that: nothing is changed, and the log is not gone on with, since it could only
 * be signed by contradicting what was signed before.
 */
final class LogRecovery {
    private static final long TILES_AT_ONCE = 64;

    private final Path folder;
    private final AuditDisk disk;
    private final MessageDigest sha256 = JdkCrypto.sha256();
    private final List<Path> segments;
    private final List<Torn> torn = new ArrayList<>();

    /** What stands behind the last whole record of a segment. */
    record Torn(Path segment, long end, long length) {}

    /** The log is not what it signed; it stays as it is. */
    static final class ContradictionException extends IOException {
        private static final long serialVersionUID = 1;

        ContradictionException(String message) {
            super(message);
        }
    }

    /**
     * Where the log goes on.
     *
     * @param segment the number of the segment to write to
     * @param position where in it
     * @param tree the tree of all records
     * @param tiles its tiles
     * @param checkpoint the last one
     * @param torn what is to be set aside before anything is written
     */
    record Recovered(
            int segment,
            long position,
            MerkleTree tree,
            TileWriter tiles,
            Optional<Checkpoint> checkpoint,
            List<Torn> torn) {
        Recovered {
            torn = List.copyOf(torn);
        }
    }

    private LogRecovery(Path folder, AuditDisk disk) throws IOException {
        this.folder = folder;
        this.disk = disk;
        this.segments = SegmentFiles.list(folder);
    }

    /**
     * Finds where a log goes on; changes nothing.
     *
     * @param known how many records it had at least, as somebody else knows
     */
    static Recovered recover(Path folder, AuditDisk disk, VerifierKey verifier, long known) throws IOException {
        return new LogRecovery(folder, disk).run(verifier, known);
    }

    private Recovered run(VerifierKey verifier, long known) throws IOException {
        Optional<Checkpoint> checkpoint = checkpoint(verifier);
        int last = segments.size() - 1;
        Whole whole = new Whole(0, 0);
        for (; last >= 0 && whole.sequence() == 0; last--) {
            Path segment = segments.get(last);
            whole = whole(segment);
            long length = Files.size(segment);
            if (whole.end() < length) {
                torn.add(new Torn(segment, whole.end(), length));
            }
        }
        long end = whole.end();
        long size = whole.sequence();
        last = Math.max(last + 1, 0);
        long signed = checkpoint.map(Checkpoint::size).orElse(0L);
        if (signed > size) {
            throw new ContradictionException("its checkpoint has " + signed + " records, it has " + size);
        }
        if (known > size) {
            throw new ContradictionException("the home's catalogue knows of " + known + " records, it has " + size);
        }
        TileWriter tiles = new TileWriter(folder, disk);
        MerkleTree tree = size == 0 ? new MerkleTree(sha256, tiles) : tree(tiles, checkpoint, last, end, size);
        tiles.findPartials();
        int segment = segments.isEmpty() ? 1 : SegmentFiles.number(segments.get(last));
        return new Recovered(segment, end, tree, tiles, checkpoint, torn);
    }

    private Optional<Checkpoint> checkpoint(VerifierKey verifier) throws IOException {
        try {
            Checkpoint found = Checkpoint.parse(Files.readAllBytes(folder.resolve(LogStore.CHECKPOINT)));
            if (found.signedBy(verifier)) {
                return Optional.of(found);
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new ContradictionException("its checkpoint is none: " + e.getMessage());
        }
        throw new ContradictionException("its checkpoint is not signed by the home's audit key");
    }

    /** The end of the last whole record, and its number. */
    private record Whole(long end, long sequence) {}

    private static Whole whole(Path segment) throws IOException {
        long sequence = 0;
        long end = 0;
        try (LineReader lines = new LineReader(Files.newInputStream(segment))) {
            while (lines.next()) {
                long found = lines.sequence();
                if (found == 0 || !lines.terminated() || lines.hasZero() || (sequence > 0 && found != sequence + 1)) {
                    break;
                }
                sequence = found;
                end += lines.length() + 1;
            }
        }
        return new Whole(end, sequence);
    }

    private MerkleTree tree(TileWriter tiles, Optional<Checkpoint> checkpoint, int last, long end, long size)
            throws IOException {
        long synced = Math.min(TileWriter.synced(folder), size / Tiles.WIDTH);
        long signed = checkpoint.map(Checkpoint::size).orElse(0L) / Tiles.WIDTH;
        for (long known : new long[] {written(synced, signed), synced}) {
            Optional<MerkleTree> tree = tried(tiles, checkpoint, last, end, known, Math.min(known, synced));
            if (tree.isPresent()) {
                return tree.get();
            }
        }
        return resumed(tiles, checkpoint, last, end, 0, 0);
    }

    /** Empty if the tiles are not what they should be: fewer of them, and more of the records, then decide. */
    private Optional<MerkleTree> tried(
            TileWriter tiles, Optional<Checkpoint> checkpoint, int last, long end, long known, long synced)
            throws IOException {
        try {
            return Optional.of(resumed(tiles, checkpoint, last, end, known * Tiles.WIDTH, synced));
        } catch (Tiles.MissingTileException | ContradictionException e) {
            return Optional.empty();
        }
    }

    /**
     * Up to where tiles look as if they had been written whole, although they may not be on the disk for good:
     * each fits the level above it where that has a full tile. The checkpoint's root has the last word.
     */
    private long written(long synced, long signed) throws IOException {
        Tiles tiles = new Tiles(folder, new MerkleTree(sha256));
        for (long index = synced; index < signed; index++) {
            Optional<byte[]> tile = tiles.full(0, index);
            Optional<byte[]> above = tiles.full(1, index / Tiles.WIDTH);
            int slot = (int) (index % Tiles.WIDTH);
            if (tile.isEmpty()
                    || (above.isPresent()
                            && !MessageDigest.isEqual(
                                    tiles.root(tile.get(), 0, Tiles.WIDTH), Tiles.hash(above.get(), slot)))) {
                return index;
            }
        }
        return Math.max(synced, signed);
    }

    private MerkleTree resumed(
            TileWriter writer, Optional<Checkpoint> checkpoint, int last, long end, long known, long synced)
            throws IOException {
        Tiles tiles = new Tiles(folder, new MerkleTree(sha256));
        int first = last;
        while (first >= 0 && firstSequence(segments.get(first)) > known + 1) {
            first--;
        }
        if (first < 0) {
            throw new ContradictionException("its hashes are missing, and the records that they are of too");
        }
        if (checkpoint.isPresent()) {
            require(checkpoint.get(), tiles, first, last, end, known);
        }
        writer.resume(known, tiles, synced);
        MerkleTree tree = MerkleTree.resume(sha256, writer, known, tiles);
        grow(tree, first, last, end, Long.MAX_VALUE, writer);
        return tree;
    }

    private void require(Checkpoint checkpoint, Tiles tiles, int first, int last, long end, long known)
            throws IOException {
        long begin = Math.min(known, checkpoint.size());
        MerkleTree tree = MerkleTree.resume(sha256, (level, hash) -> {}, begin, tiles);
        if (begin < checkpoint.size()) {
            grow(tree, first, last, end, checkpoint.size(), null);
        }
        if (!MessageDigest.isEqual(tree.root(), checkpoint.root())) {
            throw new ContradictionException(
                    "its records 1 to " + checkpoint.size() + " are not those of its checkpoint");
        }
    }

    private static long firstSequence(Path segment) throws IOException {
        try (LineReader lines = new LineReader(Files.newInputStream(segment))) {
            return lines.next() ? lines.sequence() : 0;
        }
    }

    /** Appends the records after those that the tree has, up to a size. */
    private void grow(MerkleTree tree, int first, int last, long end, long limit, @Nullable TileWriter writer)
            throws IOException {
        long expected = 0;
        for (int i = first; i <= last; i++) {
            try (FileChannel file = FileChannel.open(segments.get(i), StandardOpenOption.READ);
                    LineReader lines = new LineReader(new FileRange(file, 0, i == last ? end : file.size()))) {
                while (tree.size() < limit && lines.next()) {
                    long sequence = lines.sequence();
                    if (sequence == 0 || !lines.terminated() || (expected > 0 && sequence != expected)) {
                        throw new ContradictionException("its segment "
                                + segments.get(i).getFileName() + " was altered near record " + expected);
                    }
                    expected = sequence + 1;
                    if (sequence > tree.size()) {
                        tree.append(tree.leafHash(lines.buffer(), lines.offset(), lines.length()));
                        if (writer != null && tree.size() % (TILES_AT_ONCE * Tiles.WIDTH) == 0) {
                            writer.write();
                        }
                    }
                }
            }
        }
        if (writer != null) {
            writer.write();
        }
    }

    /** Copies what no record is to a file of its own, then cuts it off. */
    static void setAside(AuditDisk disk, Torn tail) throws IOException {
        Path aside = tail.segment().resolveSibling(tail.segment().getFileName() + ".torn-" + tail.end());
        try (FileChannel from = FileChannel.open(tail.segment(), StandardOpenOption.READ);
                FileChannel to = disk.open(
                        aside,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING))) {
            ByteBuffer part = ByteBuffer.allocate(1 << 16);
            from.position(tail.end());
            long at = 0;
            while (from.read(part) >= 0) {
                at = AuditDisk.writeFully(to, part.flip(), at);
                part.clear();
            }
            to.force(true);
        }
        AuditDisk.syncFolder(AuditDisk.folderOf(aside));
        try (FileChannel channel = disk.open(tail.segment(), Set.of(StandardOpenOption.WRITE))) {
            channel.truncate(tail.end());
            channel.force(true);
        }
    }
}

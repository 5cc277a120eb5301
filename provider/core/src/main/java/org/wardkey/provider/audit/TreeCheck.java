package org.wardkey.provider.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares a log's records with the hashes that were stored for them, 256 at a time, and grows the tree
 * of what they should be.
 *
 * <p>Theory of operation. For each record there may be two hashes: of its line, and the one in its tile.
 * Where they differ, the level above has the root that the tile had: whichever of the two fits it is
 * right, and the other was altered. The tree is grown by what is right, so that its root at the size of a
 * checkpoint is the root that was signed, as long as hashes were not replaced up to the top; then that
 * root says so. Not thread-safe.
 */
final class TreeCheck implements RecordScan.Sink {
    private static final byte[] NONE = new byte[0];

    private final Path log;
    private final Findings findings;
    private final Tiles tiles;
    private final MerkleTree tree;
    private final SortedMap<Long, byte[]> roots = new TreeMap<>();
    /** Of the lines of the tile at hand; no bytes where there is no line. */
    private final byte[][] hashes = new byte[Tiles.WIDTH][];

    private final String[] files = new String[Tiles.WIDTH];
    private final long[] lineNumbers = new long[Tiles.WIDTH];
    private final long[] completed = new long[Long.BYTES];
    private long tile;
    private long last;
    private boolean unknown;

    /**
     * @param sizes at which the root is wanted
     */
    TreeCheck(Path log, Findings findings, Iterable<Long> sizes) {
        this.log = log;
        this.findings = findings;
        MessageDigest sha256 = JdkCrypto.sha256();
        this.tiles = new Tiles(log, new MerkleTree(sha256));
        this.tree = new MerkleTree(sha256, this::compareAbove);
        sizes.forEach(size -> roots.put(size, new byte[0]));
        Arrays.fill(hashes, NONE);
        noteRoot();
    }

    MerkleTree hasher() {
        return tree;
    }

    /** The root at a size that was asked for; no bytes if it is not known. */
    byte[] root(long size) {
        return roots.getOrDefault(size, new byte[0]).clone();
    }

    /** The root over all records; no bytes if it is not known. */
    byte[] root() {
        return unknown ? new byte[0] : tree.root();
    }

    @Override
    public void place(long number, byte[] hash, String segment, long lineNumber) throws IOException {
        while ((number - 1) / Tiles.WIDTH > tile) {
            finishTile();
        }
        int slot = (int) ((number - 1) % Tiles.WIDTH);
        hashes[slot] = hash;
        files[slot] = segment;
        lineNumbers[slot] = lineNumber;
        last = number;
    }

    /**
     * Takes the end of the log.
     *
     * @param records how many there are
     * @param checkpoint the log's own, if it has one
     */
    void finish(long records, Optional<Checkpoint> checkpoint) throws IOException {
        last = Math.max(last, records);
        while (last >= (tile + 1) * Tiles.WIDTH) {
            finishTile();
        }
        int width = (int) (last - tile * Tiles.WIDTH);
        if (width > 0) {
            finishTail(width, checkpoint);
        }
    }

    private void finishTile() throws IOException {
        Optional<byte[]> stored = tiles.full(0, tile);
        Optional<byte[]> above =
                tiles.full(1, tile / Tiles.WIDTH).map(level -> Tiles.hash(level, (int) (tile % Tiles.WIDTH)));
        if (stored.isEmpty()) {
            append(Tiles.WIDTH);
        } else {
            byte[] lines = merged(stored.get(), Tiles.WIDTH);
            boolean linesFit = above.isPresent() && fits(lines, above.get()) && !fits(stored.get(), above.get());
            resolve(stored.get(), Tiles.WIDTH, linesFit, Tiles.path(log, 0, tile));
            append(linesFit ? lines : stored.get(), Tiles.WIDTH);
        }
        Arrays.fill(hashes, NONE);
        tile++;
    }

    private boolean fits(byte[] leaves, byte[] above) {
        return MessageDigest.isEqual(tiles.root(leaves, 0, Tiles.WIDTH), above);
    }

    private void finishTail(int width, Optional<Checkpoint> checkpoint) throws IOException {
        long signed = checkpoint.map(Checkpoint::size).orElse(0L) - tile * Tiles.WIDTH;
        int stored = signed > 0 && signed < Tiles.WIDTH ? (int) signed : 0;
        Optional<byte[]> partial = stored > 0
                ? tiles.partial(0, tile, stored)
                : tiles.full(0, tile).filter(t -> signed > 0);
        int compared = Math.min(width, stored > 0 ? stored : Tiles.WIDTH);
        if (partial.isEmpty()) {
            append(width);
            return;
        }
        byte[] lines = merged(partial.get(), compared);
        boolean linesFit = checkpoint.isPresent()
                && compared == stored
                && rootWith(lines, compared, checkpoint.get())
                && !rootWith(partial.get(), compared, checkpoint.get());
        resolve(partial.get(), compared, linesFit, Tiles.partialPath(log, 0, tile, Math.max(stored, 1)));
        append(linesFit ? lines : partial.get(), compared);
        Arrays.fill(hashes, 0, compared, NONE);
        appendFrom(compared, width);
    }

    private boolean rootWith(byte[] leaves, int count, Checkpoint checkpoint) {
        MerkleTree tail = tree.copy();
        for (int i = 0; i < count; i++) {
            tail.append(Tiles.hash(leaves, i));
        }
        return MessageDigest.isEqual(tail.root(), checkpoint.root());
    }

    /** The hashes of the lines; where there is no line, the stored ones. */
    private byte[] merged(byte[] stored, int width) {
        byte[] merged = stored.clone();
        for (int i = 0; i < width; i++) {
            byte[] hash = hashes[i];
            if (hash.length > 0) {
                System.arraycopy(hash, 0, merged, i * MerkleTree.HASH_BYTES, MerkleTree.HASH_BYTES);
            }
        }
        return merged;
    }

    private void resolve(byte[] stored, int width, boolean linesFit, Path path) {
        for (int i = 0; i < width; i++) {
            byte[] hash = hashes[i];
            if (hash.length == 0 || MessageDigest.isEqual(hash, Tiles.hash(stored, i))) {
                continue;
            }
            if (linesFit) {
                tileAltered(path, tile * Tiles.WIDTH + 1 + i);
                return;
            }
            findings.add(files[i], lineNumbers[i], tile * Tiles.WIDTH + 1 + i, "The record was altered.");
        }
    }

    private void tileAltered(Path path, long sequence) {
        findings.add(
                log.relativize(path).toString(), 0, sequence, "The stored hashes were altered; the records were not.");
    }

    private void append(byte[] leaves, int count) {
        for (int i = 0; i < count; i++) {
            append(Tiles.hash(leaves, i));
        }
    }

    /** Appends the hashes of lines that nothing is stored for. */
    private void append(int width) {
        appendFrom(0, width);
    }

    private void appendFrom(int begin, int width) {
        for (int i = begin; i < width; i++) {
            byte[] hash = hashes[i];
            // Neither line nor hash: what comes after it has no root that could be known.
            unknown |= hash.length == 0;
            append(hash.length == 0 ? new byte[MerkleTree.HASH_BYTES] : hash);
        }
    }

    private void append(byte[] leaf) {
        tree.append(leaf);
        noteRoot();
    }

    private void noteRoot() {
        if (!unknown && roots.containsKey(tree.size())) {
            roots.put(tree.size(), tree.root());
        }
    }

    /** Looks whether a tile above the records fits what is below it. */
    private void compareAbove(int level, byte[] hash) {
        long index = completed[level]++;
        if (level == 0 || unknown) {
            return;
        }
        try {
            Optional<byte[]> stored = tiles.full(level, index / Tiles.WIDTH);
            if (stored.isPresent()
                    && !MessageDigest.isEqual(hash, Tiles.hash(stored.get(), (int) (index % Tiles.WIDTH)))) {
                findings.add(
                        log.relativize(Tiles.path(log, level, index / Tiles.WIDTH))
                                .toString(),
                        0,
                        (index + 1) << (Byte.SIZE * level),
                        "The stored hashes do not fit the records under them.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

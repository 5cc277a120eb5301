package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The hashes of a log's tree, as files of 256 hashes each: tile {@code N} of level {@code L} has the roots
 * of the subtrees of height {@code 8 L} with the numbers {@code 256 N} to {@code 256 N + 255}.
 *
 * <pre>
 * full    = tile/L/N         8192 bytes
 * partial = tile/L/N.p/W     W hashes, 1 to 255; the right end of a tree that has a checkpoint
 * N       = three digits; before them x and three digits for every further thousand: x001/x234/067
 * </pre>
 *
 * <p>Reads only; not thread-safe.
 *
 * <p>Source: C2SP tlog-tiles.
 */
final class Tiles implements MerkleTree.Nodes<IOException> {
    static final int WIDTH = 256;
    static final int TILE_BYTES = WIDTH * MerkleTree.HASH_BYTES;
    private static final int CACHED = 16;

    private final Path folder;
    private final MerkleTree hasher;
    private final Map<Path, byte[]> cache = new HashMap<>();

    /** Some hash is neither stored nor computable from stored ones. */
    static final class MissingTileException extends IOException {
        private static final long serialVersionUID = 1;

        MissingTileException(String message) {
            super(message);
        }
    }

    Tiles(Path log, MerkleTree hasher) {
        this.folder = log.resolve("tile");
        this.hasher = hasher;
    }

    static Path path(Path log, int level, long index) {
        return log.resolve("tile").resolve(relative(level, index));
    }

    static Path partialPath(Path log, int level, long index, int width) {
        return log.resolve("tile").resolve(relative(level, index) + ".p").resolve(Integer.toString(width));
    }

    /** How many hashes a level has. */
    static long hashes(int level, long size) {
        int shift = Byte.SIZE * level;
        return shift >= Long.SIZE ? 0 : size >>> shift;
    }

    private static String relative(int level, long index) {
        StringBuilder path = new StringBuilder(String.format("%03d", index % 1_000));
        for (long rest = index / 1_000; rest > 0; rest /= 1_000) {
            path.insert(0, String.format("x%03d/", rest % 1_000));
        }
        return path.insert(0, level + "/").toString();
    }

    /** A full tile; empty if there is none of the right length. */
    Optional<byte[]> full(int level, long index) throws IOException {
        return read(folder.resolve(relative(level, index)), TILE_BYTES);
    }

    /** A partial tile; empty if there is none of the right length. */
    Optional<byte[]> partial(int level, long index, int width) throws IOException {
        return read(
                folder.resolve(relative(level, index) + ".p").resolve(Integer.toString(width)),
                width * MerkleTree.HASH_BYTES);
    }

    private Optional<byte[]> read(Path path, int length) throws IOException {
        byte[] known = cache.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            byte[] bytes = Files.readAllBytes(path);
            if (bytes.length != length) {
                return Optional.empty();
            }
            if (cache.size() >= CACHED) {
                cache.clear();
            }
            cache.put(path, bytes);
            return Optional.of(bytes);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static byte[] hash(byte[] tile, int index) {
        return Arrays.copyOfRange(tile, index * MerkleTree.HASH_BYTES, (index + 1) * MerkleTree.HASH_BYTES);
    }

    /** The root over hashes of a tile, a power of two of them. */
    byte[] root(byte[] tile, int begin, int count) {
        if (count == 1) {
            return hash(tile, begin);
        }
        return hasher.nodeHash(root(tile, begin, count / 2), root(tile, begin + count / 2, count / 2));
    }

    /**
     * One hash of a level: out of its own full tile, else computed from the full tile below it. Partial
     * tiles are not asked: they are not durable.
     *
     * @throws MissingTileException if neither is there
     */
    byte[] hash(int level, long index) throws IOException {
        Optional<byte[]> own = full(level, index / WIDTH);
        if (own.isPresent()) {
            return hash(own.get(), (int) (index % WIDTH));
        }
        if (level == 0) {
            throw new MissingTileException(
                    "Expected the hash of record " + (index + 1) + " in " + relative(0, index / WIDTH) + ".");
        }
        byte[] below = full(level - 1, index)
                .orElseThrow(() -> new MissingTileException(
                        "Expected " + relative(level, index / WIDTH) + " or " + relative(level - 1, index) + "."));
        return root(below, 0, WIDTH);
    }

    @Override
    public byte[] subtree(int height, long index) throws IOException {
        int level = height / Byte.SIZE;
        int count = 1 << height % Byte.SIZE;
        long first = index * count;
        if (count == 1) {
            return hash(level, first);
        }
        Optional<byte[]> tile = full(level, first / WIDTH);
        if (tile.isPresent()) {
            return root(tile.get(), (int) (first % WIDTH), count);
        }
        return hasher.nodeHash(subtree(height - 1, 2 * index), subtree(height - 1, 2 * index + 1));
    }
}

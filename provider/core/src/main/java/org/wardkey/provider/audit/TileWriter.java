package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Stores the hashes of a growing tree as tiles.
 *
 * <p>Theory of operation. Full tiles go to their files as they fill, unsynced: whatever a crash takes of
 * them can be computed again from the records. A few at a time are synced when the log has leisure, lower
 * levels first, and a file says how many: {@code synced} has the number of full tiles of level 0 that are
 * on the disk with everything above them. What begins behind that number is computed again after a crash,
 * and nothing else. Partial tiles are for readers of the log, one for each level and checkpoint, and
 * are never needed again by the log itself.
 *
 * <p>Not thread-safe. Source: C2SP tlog-tiles.
 */
final class TileWriter implements MerkleTree.PerfectSubtrees {
    private static final String SYNCED = "synced";

    private final Path log;
    private final AuditDisk disk;
    private final List<Level> levels = new ArrayList<>();
    private final Deque<Tile> unwritten = new ArrayDeque<>();
    private final Deque<Tile> unsynced = new ArrayDeque<>();
    private final Set<Path> partials = new LinkedHashSet<>();
    private final Set<Path> written = new LinkedHashSet<>();
    private final Set<Path> folders = new LinkedHashSet<>();
    private long synced;
    private long recorded;
    private boolean syncFailed;

    private record Tile(int level, long index, byte[] hashes) {}

    private static final class Level {
        private final byte[] hashes = new byte[Tiles.TILE_BYTES];
        private long index;
        private int width;
    }

    TileWriter(Path log, AuditDisk disk) {
        this.log = log;
        this.disk = disk;
    }

    /** How many full tiles of level 0 are on the disk; a lower bound. */
    static long synced(Path log) throws IOException {
        try {
            String text = Files.readString(log.resolve(SYNCED), StandardCharsets.US_ASCII);
            return text.matches("[0-9]{1,18}\n") ? Long.parseLong(text.stripTrailing()) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /**
     * Goes on with a tree whose size is a multiple of 256.
     *
     * @param size the size
     * @param tiles where the hashes of its higher levels are
     * @param known how many full tiles of level 0 are known to be on the disk
     */
    void resume(long size, Tiles tiles, long known) throws IOException {
        levels.clear();
        unwritten.clear();
        unsynced.clear();
        synced = known;
        recorded = known;
        for (long index = known; index < size / Tiles.WIDTH; index++) {
            unsynced.add(new Tile(0, index, new byte[0]));
            long count = index + 1;
            for (int l = 1; count % Tiles.WIDTH == 0; l++) {
                count /= Tiles.WIDTH;
                unsynced.add(new Tile(l, count - 1, new byte[0]));
            }
        }
        for (int l = 0; Tiles.hashes(l, size) > 0; l++) {
            Level level = level(l);
            level.index = Tiles.hashes(l, size) / Tiles.WIDTH;
            int width = (int) (Tiles.hashes(l, size) % Tiles.WIDTH);
            for (int i = 0; i < width; i++) {
                byte[] hash = tiles.hash(l, level.index * Tiles.WIDTH + i);
                System.arraycopy(hash, 0, level.hashes, i * MerkleTree.HASH_BYTES, MerkleTree.HASH_BYTES);
            }
            level.width = width;
        }
        partials.clear();
        written.clear();
    }

    private Level level(int number) {
        while (levels.size() <= number) {
            levels.add(new Level());
        }
        return levels.get(number);
    }

    @Override
    public void completed(int number, byte[] hash) {
        Level level = level(number);
        System.arraycopy(hash, 0, level.hashes, level.width * MerkleTree.HASH_BYTES, MerkleTree.HASH_BYTES);
        if (++level.width == Tiles.WIDTH) {
            unwritten.add(new Tile(number, level.index++, level.hashes.clone()));
            level.width = 0;
        }
    }

    /** Writes the tiles that are full; may be called again if it failed. */
    void write() throws IOException {
        for (Tile tile = unwritten.peek(); tile != null; tile = unwritten.peek()) {
            Path path = Tiles.path(log, tile.level(), tile.index());
            writeIn(path, tile.hashes());
            unsynced.add(new Tile(tile.level(), tile.index(), new byte[0]));
            unwritten.remove();
        }
    }

    private void writeIn(Path path, byte[] bytes) throws IOException {
        try {
            disk.write(path, ByteBuffer.wrap(bytes));
        } catch (NoSuchFileException e) {
            makeFolder(AuditDisk.folderOf(path));
            disk.write(path, ByteBuffer.wrap(bytes));
        }
    }

    /** Makes a folder, and notes those whose entries are to be synced for it. */
    private void makeFolder(Path folder) throws IOException {
        folders.add(folder);
        makeParents(folder);
    }

    /** Also for a folder that goes again: full tiles come to lie in those above it. */
    private void makeParents(Path folder) throws IOException {
        for (Path missing = folder; !Files.isDirectory(missing); missing = AuditDisk.folderOf(missing)) {
            folders.add(AuditDisk.folderOf(missing));
        }
        Files.createDirectories(folder);
    }

    /**
     * After a failed sync the system may have given a tile up, and the next sync would not say so. The tiles
     * from the last that is known to be on the disk are computed anew when the log is next opened; until then
     * none is counted as synced.
     */
    void requireSynced() throws IOException {
        if (syncFailed) {
            throw new IOException("Hashes of " + log + " could not be put on the disk; expected a disk that keeps what"
                    + " it is given. Restart the program that writes this log: they are computed anew then.");
        }
    }

    /** Whether full tiles wait to be synced. */
    boolean lagging() {
        return !unsynced.isEmpty();
    }

    /** Puts some full tiles on the disk, the oldest first. */
    void sync(int atMost) throws IOException {
        if (syncFailed) {
            unsynced.clear();
        }
        for (int i = 0; i < atMost && !unsynced.isEmpty(); i++) {
            Tile tile = unsynced.element();
            Path path = Tiles.path(log, tile.level(), tile.index());
            sync(path);
            folders.add(AuditDisk.folderOf(path));
            unsynced.remove();
            if (unsynced.isEmpty() || unsynced.element().level() == 0) {
                // Behind a tile of level 0 stand the ones above that it filled: all of them are synced now.
                synced = Math.max(synced, tile.level() == 0 ? tile.index() + 1 : below(tile));
            }
        }
        if (synced > recorded && !lagging()) {
            record();
        }
    }

    private void syncFolder(Path folder) throws IOException {
        try {
            AuditDisk.syncFolder(folder);
        } catch (IOException e) {
            syncFailed = true;
            throw e;
        }
    }

    private void sync(Path path) throws IOException {
        try {
            disk.sync(path);
        } catch (IOException e) {
            syncFailed = true;
            throw e;
        }
    }

    /** How many tiles of level 0 lie under a tile and before it. */
    private static long below(Tile tile) {
        return (tile.index() + 1) << (Byte.SIZE * tile.level());
    }

    /** Notes durably how far the tiles are on the disk. */
    void record() throws IOException {
        if (synced == recorded || syncFailed) {
            return;
        }
        for (Path folder : List.copyOf(folders)) {
            syncFolder(folder);
        }
        folders.clear();
        disk.replace(log.resolve(SYNCED), ByteBuffer.wrap((synced + "\n").getBytes(StandardCharsets.US_ASCII)));
        recorded = synced;
    }

    /**
     * Writes the partial tiles of the tree as it is, and puts them on the disk: those of a checkpoint that a power cut
     * left torn would look altered. Those of before stay until {@link #removeOldPartials}.
     */
    void writePartials() throws IOException {
        for (int l = 0; l < levels.size(); l++) {
            Level level = levels.get(l);
            if (level.width > 0) {
                Path path = Tiles.partialPath(log, l, level.index, level.width);
                if (!written.contains(path)) {
                    partials.add(path);
                    makeParents(AuditDisk.folderOf(path));
                    disk.write(path, ByteBuffer.wrap(level.hashes, 0, level.width * MerkleTree.HASH_BYTES));
                    disk.sync(path);
                    written.add(path);
                }
            }
        }
    }

    /** Takes the partial tiles away that the tree has outgrown. */
    void removeOldPartials() throws IOException {
        for (Path path : List.copyOf(partials)) {
            if (!current(path)) {
                Files.deleteIfExists(path);
                removeIfEmpty(AuditDisk.folderOf(path));
                partials.remove(path);
                written.remove(path);
            }
        }
    }

    private boolean current(Path path) {
        for (int l = 0; l < levels.size(); l++) {
            Level level = levels.get(l);
            if (level.width > 0 && path.equals(Tiles.partialPath(log, l, level.index, level.width))) {
                return true;
            }
        }
        return false;
    }

    private static void removeIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // The next partial tile of this place is in it already.
            return;
        }
    }

    /** Takes over the partial tiles that a process before left at the right end; their content may be torn. */
    void findPartials() throws IOException {
        for (int l = 0; l < levels.size(); l++) {
            Path folder = AuditDisk.folderOf(Tiles.path(log, l, levels.get(l).index));
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.p")) {
                    for (Path partial : found) {
                        try (DirectoryStream<Path> widths = Files.newDirectoryStream(partial)) {
                            widths.forEach(partials::add);
                        }
                    }
                }
            }
        }
    }
}

package org.wardkey.provider.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TilesTest {
    private static final int SIZE = 70_000;

    @TempDir
    private Path log;

    private final MessageDigest sha256 = JdkCrypto.sha256();
    private final MerkleTree hasher = new MerkleTree(sha256);

    /** Tells which partial tiles are not on the disk when a checkpoint is written. */
    private static final class OrderedDisk implements AuditDisk {
        private final Set<Path> unsynced = ConcurrentHashMap.newKeySet();
        private final List<Path> ahead = new CopyOnWriteArrayList<>();
        private final AtomicInteger checkpoints = new AtomicInteger();

        @Override
        public FileChannel open(Path path, Set<? extends OpenOption> options) throws IOException {
            FileChannel real = FileChannel.open(path, options);
            if (path.getFileName().toString().startsWith("checkpoint")) {
                checkpoints.incrementAndGet();
                ahead.addAll(unsynced);
            }
            return path.getParent().toString().endsWith(".p") ? partial(path, real) : real;
        }

        private FileChannel partial(Path path, FileChannel real) {
            return new FrontChannel(real) {
                @Override
                public int write(ByteBuffer source, long position) throws IOException {
                    unsynced.add(path);
                    return real.write(source, position);
                }

                @Override
                public void force(boolean metaData) throws IOException {
                    real.force(metaData);
                    unsynced.remove(path);
                }
            };
        }
    }

    @Test
    void checkpoint_ofAPartialTile_isNotOnTheDiskBeforeIt() throws IOException {
        OrderedDisk disk = new OrderedDisk();
        AuditLog.Setup setup = new AuditLog.Setup(
                AuditDurability.BATCHED, Clock.systemUTC(), Logs.NOBODY, disk, LogStore.SEGMENT_BYTES, 1 << 20);
        try (AuditLog opened = AuditLog.open(log, new SecureRandom(), setup)) {
            for (int i = 0; i < 300; i++) {
                opened.append(Logs.event("event " + i));
            }
            assertThat(opened.checkpoint().size()).isEqualTo(302);
        }
        assertThat(disk.checkpoints).hasValueGreaterThan(1);
        assertThat(disk.ahead).isEmpty();
    }

    private TileWriter grown(int size, List<byte[]> roots) throws IOException {
        TileWriter writer = new TileWriter(log, AuditDisk.REAL);
        MerkleTree tree = new MerkleTree(sha256, writer);
        for (int i = 0; i < size; i++) {
            tree.append(hasher.leafHash("leaf " + i));
            roots.add(tree.root());
        }
        writer.write();
        writer.writePartials();
        return writer;
    }

    @Test
    void path_indexOfTheStandardsExample_isThatOfTheStandard() {
        assertThat(Tiles.path(log, 0, 1_234_067)).isEqualTo(log.resolve("tile/0/x001/x234/067"));
        assertThat(Tiles.path(log, 2, 0)).isEqualTo(log.resolve("tile/2/000"));
        assertThat(Tiles.partialPath(log, 1, 1_000, 8)).isEqualTo(log.resolve("tile/1/x001/000.p/8"));
    }

    @Test
    void write_treeOf70000_makesTheTilesOfTheStandardsExample() throws IOException {
        List<byte[]> roots = new ArrayList<>();
        grown(SIZE, roots);
        try (Stream<Path> files = Files.walk(log.resolve("tile"))) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(f -> log.resolve("tile").relativize(f).toString())
                    .toList();
            assertThat(names.stream().filter(n -> n.matches("0/[0-9]{3}"))).hasSize(273);
            assertThat(names).contains("0/273.p/112", "1/000", "1/001.p/17", "2/000.p/1");
            assertThat(names).hasSize(277);
        }
        assertThat(Files.size(log.resolve("tile/0/000"))).isEqualTo(8192);
    }

    @Test
    void subtree_anyWithinFullTiles_givesTheRootsOfOlderTrees() throws IOException {
        List<byte[]> roots = new ArrayList<>();
        grown(SIZE, roots);
        Tiles tiles = new Tiles(log, hasher);
        for (int size = 1; size <= SIZE / 256 * 256; size += 997) {
            MerkleTree older = MerkleTree.resume(sha256, (level, hash) -> {}, size, tiles);
            assertThat(older.root()).as("size %s", size).isEqualTo(roots.get(size - 1));
        }
        byte[] leaf = hasher.leafHash("leaf 4711");
        assertThat(MerkleProof.verifyInclusion(
                        hasher,
                        4711,
                        65_536,
                        leaf,
                        MerkleProof.inclusion(hasher, 4711, 65_536, tiles),
                        roots.get(65_535)))
                .isTrue();
    }

    @Test
    void resume_fromFullTiles_writesWhatWouldHaveBeenWritten() throws IOException {
        List<byte[]> roots = new ArrayList<>();
        grown(SIZE, roots);
        Path kept = log.resolve("kept");
        Files.move(log.resolve("tile"), kept);
        Files.createDirectories(log.resolve("tile"));
        int begin = 66_048;
        copyFull(kept, begin);
        TileWriter writer = new TileWriter(log, AuditDisk.REAL);
        Tiles tiles = new Tiles(log, hasher);
        writer.resume(begin, tiles, begin / 256);
        MerkleTree tree = MerkleTree.resume(sha256, writer, begin, tiles);
        for (int i = begin; i < SIZE; i++) {
            tree.append(hasher.leafHash("leaf " + i));
        }
        writer.write();
        writer.writePartials();
        try (Stream<Path> files = Files.walk(kept)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(log.resolve("tile").resolve(kept.relativize(file))).hasSameBinaryContentAs(file);
            }
        }
    }

    private void copyFull(Path kept, int size) throws IOException {
        for (int i = 0; i < size / 256; i++) {
            Path to = Tiles.path(log, 0, i);
            Files.createDirectories(to.getParent());
            Files.copy(kept.resolve(String.format("0/%03d", i)), to);
        }
        Files.createDirectories(log.resolve("tile/1"));
        Files.copy(kept.resolve("1/000"), log.resolve("tile/1/000"));
    }

    @Test
    void resume_beyondWhatIsSynced_syncsItLater() throws IOException {
        grown(66_000, new ArrayList<>());
        TileWriter writer = new TileWriter(log, AuditDisk.REAL);
        writer.resume(65_792, new Tiles(log, hasher), 200);
        assertThat(writer.lagging()).isTrue();
        writer.sync(10);
        writer.record();
        assertThat(TileWriter.synced(log)).isEqualTo(210);
        writer.sync(Integer.MAX_VALUE);
        assertThat(TileWriter.synced(log)).isEqualTo(257);
    }

    @Test
    void sync_someAtATime_notesHowManyAreOnTheDisk() throws IOException {
        TileWriter writer = grown(66_000, new ArrayList<>());
        assertThat(TileWriter.synced(log)).isZero();
        writer.sync(10);
        writer.record();
        assertThat(TileWriter.synced(log)).isEqualTo(10);
        writer.sync(Integer.MAX_VALUE);
        assertThat(TileWriter.synced(log)).isEqualTo(257);
        assertThat(writer.lagging()).isFalse();
    }
}

package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wardkey.provider.audit.AuditEvent.Kind;

/**
 * Deletes segments and keeps their hashes.
 *
 * <p>A record that says so is durable first, then segments go, the oldest first: after a crash some of
 * them are still there, which the next pruning takes. Without that record a missing segment is an
 * accusation.
 */
final class Pruning {
    private static final Pattern DETAIL = Pattern.compile("records 1 to ([0-9]{1,18}), root [A-Za-z0-9+/]{43}=");

    private final Path folder;
    private final String origin;
    private final Clock clock;

    Pruning(Path folder, String origin, Clock clock) {
        this.folder = folder;
        this.origin = origin;
        this.clock = clock;
    }

    long run(LogStore store, Checkpoint checkpoint, long before) throws IOException {
        if (before > checkpoint.size()) {
            throw new IOException("Expected records to prune that a checkpoint covers: that of " + origin + " has "
                    + checkpoint.size() + " records, asked for the ones before record " + before + ".");
        }
        List<Path> segments = SegmentFiles.list(folder);
        long tiled = checkpoint.size() / Tiles.WIDTH * Tiles.WIDTH;
        List<Path> doomed = new ArrayList<>();
        long last = 0;
        for (int i = 0; i + 1 < segments.size(); i++) {
            long end = firstSequence(segments.get(i + 1)) - 1;
            if (end < 1 || end >= before || end > tiled) {
                break;
            }
            doomed.add(segments.get(i));
            last = end;
        }
        if (doomed.isEmpty()) {
            return segments.isEmpty() ? 0 : Math.max(0, firstSequence(segments.get(0)) - 1);
        }
        store.syncAllTiles();
        String root = Base64.getEncoder().encodeToString(rootOf(last));
        store.write(List.of(
                AuditEvent.notice(clock.instant(), Kind.LOG_PRUNED, "records 1 to " + last + ", root " + root)));
        store.flush();
        store.checkpoint();
        for (Path segment : doomed) {
            Files.deleteIfExists(segment);
        }
        AuditDisk.syncFolder(folder);
        return last;
    }

    /** Out of the tiles alone: what cannot be proved without the records must not be pruned. */
    private byte[] rootOf(long size) throws IOException {
        MessageDigest sha256 = JdkCrypto.sha256();
        Tiles tiles = new Tiles(folder, new MerkleTree(sha256));
        return MerkleTree.resume(sha256, (level, hash) -> {}, size, tiles).root();
    }

    private static long firstSequence(Path segment) throws IOException {
        try (LineReader lines = new LineReader(Files.newInputStream(segment))) {
            return lines.next() ? lines.sequence() : 0;
        }
    }

    /** Up to which record a record of kind LOG_PRUNED says that the log was pruned; empty for any other line. */
    static OptionalLong prunedUpTo(String line) {
        if (!line.contains("\"kind\":\"" + Kind.LOG_PRUNED + "\"")) {
            return OptionalLong.empty();
        }
        Matcher detail = DETAIL.matcher(line);
        return detail.find() ? OptionalLong.of(Long.parseLong(detail.group(1))) : OptionalLong.empty();
    }
}

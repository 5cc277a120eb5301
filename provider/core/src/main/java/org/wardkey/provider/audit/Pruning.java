package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
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

    private static final Pattern TIME = Pattern.compile("\"time\":\"([^\"]+)\"");

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
        for (Path segment : doomed) {
            requireUnaltered(segment);
        }
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

    /** Pruning must not take away what proves an alteration. */
    private void requireUnaltered(Path segment) throws IOException {
        MerkleTree hasher = new MerkleTree(JdkCrypto.sha256());
        Tiles tiles = new Tiles(folder, hasher);
        try (LineReader lines = new LineReader(Files.newInputStream(segment))) {
            while (lines.next()) {
                byte[] hash = hasher.leafHash(lines.buffer(), lines.offset(), lines.length());
                long sequence = lines.sequence();
                if (sequence == 0 || !MessageDigest.isEqual(hash, tiles.hash(0, sequence - 1))) {
                    throw new IOException("Expected records as they were written, found an altered one near record "
                            + sequence + " in " + segment.getFileName() + ": verify the log; nothing was pruned.");
                }
            }
        }
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

    /**
     * The first record that is kept if everything before a time is to go.
     *
     * @param folder the log's folder
     * @param time the time
     * @return the number of the first record of the first segment that has a record of that time or later
     */
    static long firstKept(Path folder, Instant time) throws IOException {
        long kept = 0;
        for (Path segment : SegmentFiles.list(folder)) {
            try (LineReader lines = new LineReader(Files.newInputStream(segment))) {
                boolean first = true;
                while (lines.next()) {
                    if (first) {
                        kept = lines.sequence();
                        first = false;
                    }
                    if (!timeOf(lines).isBefore(time)) {
                        return kept;
                    }
                }
            }
        }
        return kept;
    }

    /** When a record is of; a line that does not say so counts as of any time, and stays. */
    private static Instant timeOf(LineReader lines) {
        String text = new String(lines.buffer(), lines.offset(), lines.length(), StandardCharsets.ISO_8859_1);
        Matcher time = TIME.matcher(text);
        try {
            return time.find() ? Instant.parse(time.group(1)) : Instant.MAX;
        } catch (DateTimeParseException e) {
            return Instant.MAX;
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

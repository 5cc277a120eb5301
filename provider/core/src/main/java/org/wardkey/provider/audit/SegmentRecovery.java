package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a log goes on.
 *
 * <p>A crash can leave the end of the last segment unfinished: bytes without a line feed, bytes that
 * are no record, or zeros where a write did not arrive and a later one did. From there on they are
 * copied to a file of their own beside the segment, then cut; nothing is lost, and the chain goes on
 * after the last whole record. A whole record whose hash is wrong is not a crash: it stays where it is
 * for the verifier to find, and the chain goes on from what it says.
 *
 * @param segment the number of the segment to write to
 * @param position where in it
 * @param sequence the number of the last record
 * @param hash the chain's hash after it
 * @param tornBytes how many bytes were set aside
 */
record SegmentRecovery(int segment, long position, long sequence, byte[] hash, int tornBytes) {
    static SegmentRecovery recover(Path folder, String name, MessageDigest sha256) throws IOException {
        List<Path> segments = SegmentFiles.list(folder);
        int torn = 0;
        for (int i = segments.size() - 1; i >= 0; i--) {
            Path segment = segments.get(i);
            byte[] bytes = Files.readAllBytes(segment);
            int end = wholeRecords(bytes);
            if (end < bytes.length) {
                torn += bytes.length - end;
                setAside(folder, segment, bytes, end);
            }
            AuditRecords.@Nullable Parsed last = lastRecord(bytes, end);
            if (last != null) {
                return new SegmentRecovery(SegmentFiles.number(segment), end, last.sequence(), last.hash(), torn);
            }
            // A segment that was made and got no record: the one before it tells where the chain stands.
        }
        int first = segments.isEmpty() ? 1 : SegmentFiles.number(segments.get(0));
        return new SegmentRecovery(first, 0, 0, AuditRecords.firstHash(sha256, name), torn);
    }

    private static int wholeRecords(byte[] bytes) {
        int end = neverWritten(bytes);
        while (end > 0) {
            int feed = lastFeed(bytes, end);
            if (feed < 0) {
                return 0;
            }
            int begin = lastFeed(bytes, feed) + 1;
            if (AuditRecords.parse(Arrays.copyOfRange(bytes, begin, feed)) != null) {
                return feed + 1;
            }
            end = begin;
        }
        return 0;
    }

    /** Where the first byte is that no record has: a crash may leave zeros, and later records behind them. */
    private static int neverWritten(byte[] bytes) {
        int i = 0;
        while (i < bytes.length && bytes[i] != 0) {
            i++;
        }
        return i;
    }

    private static int lastFeed(byte[] bytes, int before) {
        int i = before - 1;
        while (i >= 0 && bytes[i] != '\n') {
            i--;
        }
        return i;
    }

    private static AuditRecords.@Nullable Parsed lastRecord(byte[] bytes, int end) {
        if (end == 0) {
            return null;
        }
        int begin = lastFeed(bytes, end - 1) + 1;
        return AuditRecords.parse(Arrays.copyOfRange(bytes, begin, end - 1));
    }

    private static void setAside(Path folder, Path segment, byte[] bytes, int end) throws IOException {
        Path aside = segment.resolveSibling(segment.getFileName() + ".torn-" + end);
        try (FileChannel copy = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            copy.write(java.nio.ByteBuffer.wrap(bytes, end, bytes.length - end));
            copy.force(true);
        }
        SegmentFiles.syncFolder(folder);
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            channel.truncate(end);
            channel.force(true);
        }
    }
}

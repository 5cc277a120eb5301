package org.wardkey.provider.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a log and finds out which record each of them is.
 *
 * <p>A line says its number itself, and may lie. It is looked at together with the line after it: where
 * one line was altered, inserted, deleted or moved, the others still follow one another, so that one
 * change gives one finding. Not thread-safe.
 */
final class RecordScan implements Closeable {
    /** A gap that is longer than this, in a log without a checkpoint that is as long, is a number that was altered. */
    private static final long PLAUSIBLE_GAP = 1_000_000;

    private final Iterator<Path> segments;
    private final MerkleTree hasher;
    private final Findings findings;
    private final long signed;
    private final long vouchedUpTo;

    /** By the number of the record that says so, up to where the log was pruned. */
    private final NavigableMap<Long, Long> prunings = new TreeMap<>();

    private @Nullable LineReader lines;
    private String file = "";
    private long line;
    private int segmentNumber;
    private @Nullable Item ahead;
    private long sequence;
    private long holeUpTo;
    private boolean beyondOpening;

    /** A record at its place. */
    @FunctionalInterface
    interface Sink {
        void place(long number, byte[] hash, String segment, long lineNumber) throws IOException;
    }

    private record Item(String file, long line, long sequence, boolean terminated, byte[] hash) {}

    /**
     * @param signed how many records somebody once said that the log has
     * @param vouchedUpTo how many records the log's own checkpoint covers: only they can say what was pruned, for
     *     whoever may write the files can add others
     */
    RecordScan(Path folder, MerkleTree hasher, Findings findings, long signed, long vouchedUpTo) throws IOException {
        this.segments = SegmentFiles.list(folder).iterator();
        this.hasher = hasher;
        this.findings = findings;
        this.signed = signed;
        this.vouchedUpTo = vouchedUpTo;
    }

    /** The number of the last record. */
    long sequence() {
        return sequence;
    }

    /** Up to which record there are no lines, although later ones exist. */
    long holeUpTo() {
        return holeUpTo;
    }

    /** Up to which record the log says that it was pruned, as far as its own key vouches for that. */
    long prunedUpTo() {
        return prunings.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** Whether there is more than what the opening of a log writes. */
    boolean beyondOpening() {
        return beyondOpening;
    }

    void run(Sink sink) throws IOException {
        ahead = read();
        for (Item item = take(); item != null; item = take()) {
            if (!item.terminated()) {
                findings.add(item.file(), item.line(), sequence + 1, "The last record is unfinished.");
            } else {
                place(item, ahead == null ? -1 : ahead.sequence(), sink);
            }
        }
    }

    private @Nullable Item take() throws IOException {
        Item item = ahead;
        ahead = item == null ? null : read();
        return item;
    }

    private void place(Item item, long follows, Sink sink) throws IOException {
        long expected = sequence + 1;
        long found = item.sequence();
        if (found == expected) {
            take(item, found, sink);
        } else if (follows == expected) {
            findings.add(
                    item.file(),
                    item.line(),
                    found,
                    found == 0
                            ? "The line is not a record; it was inserted."
                            : "The record stands in the wrong place or twice: number " + found + " after " + sequence
                                    + ".");
        } else if (found == 0 || follows == expected + 1 || (found < expected && follows < 0)) {
            findings.add(
                    item.file(),
                    item.line(),
                    expected,
                    found == 0 ? "The line is not a record." : "The record was altered: it says number " + found + ".");
            sequence = expected;
        } else if (sequence == 0 && plausible(found, expected)) {
            // Pruned, or cut at its beginning: a record further on has to say which.
            holeUpTo = found - 1;
            take(item, found, sink);
        } else if (found > expected && plausible(found, expected)) {
            findings.add(
                    item.file(), item.line(), found, "Records " + expected + " to " + (found - 1) + " are missing.");
            take(item, found, sink);
        } else {
            findings.add(
                    item.file(),
                    item.line(),
                    found,
                    "The record stands in the wrong place or twice: number " + found + " after " + sequence + ".");
        }
    }

    private boolean plausible(long found, long expected) {
        return found <= signed + 1 || found - expected <= PLAUSIBLE_GAP;
    }

    private void take(Item item, long number, Sink sink) throws IOException {
        sequence = number;
        sink.place(number, item.hash(), item.file(), item.line());
    }

    private @Nullable Item read() throws IOException {
        while (true) {
            LineReader reader = lines;
            if (reader != null && reader.next()) {
                return item(reader, ++line);
            }
            close();
            if (!segments.hasNext()) {
                return null;
            }
            open(segments.next());
        }
    }

    private void open(Path segment) throws IOException {
        file = segment.getFileName().toString();
        int number = SegmentFiles.number(segment);
        if (segmentNumber > 0 && number != segmentNumber + 1) {
            findings.add(file, 0, sequence + 1, "Expected segment " + (segmentNumber + 1) + ": it is missing.");
        }
        segmentNumber = number;
        line = 0;
        lines = new LineReader(Files.newInputStream(segment));
    }

    private Item item(LineReader reader, long number) {
        byte[] hash = hasher.leafHash(reader.buffer(), reader.offset(), reader.length());
        long found = reader.sequence();
        if (found > 0) {
            notice(reader);
        }
        return new Item(file, number, found, reader.terminated(), hash);
    }

    private void notice(LineReader reader) {
        if (beyondOpening && !kindBeginsWith(reader, 'L') && !kindBeginsWith(reader, 'T')) {
            return;
        }
        String text = new String(reader.buffer(), reader.offset(), reader.length(), StandardCharsets.UTF_8);
        long number = reader.sequence();
        OptionalLong pruned = Pruning.prunedUpTo(text);
        if (pruned.isPresent() && number <= vouchedUpTo && pruned.getAsLong() < number) {
            prunings.put(number, pruned.getAsLong());
        }
        UnsignedTail.first(text)
                .ifPresent(first -> prunings.tailMap(first, true).clear());
        beyondOpening |= !text.matches(".*\"kind\":\"(SEGMENT_BEGUN|LOG_OPENED|TAIL_RECOVERED|WARNING)\".*");
    }

    /** Whether the record is of one of the few kinds about the log itself; cheap, for every record is asked. */
    private static boolean kindBeginsWith(LineReader reader, char letter) {
        byte[] bytes = reader.buffer();
        int end = Math.min(reader.offset() + reader.length(), reader.offset() + 128) - 9;
        for (int i = reader.offset(); i < end; i++) {
            if (bytes[i] == '"' && bytes[i + 1] == 'k' && bytes[i + 2] == 'i' && bytes[i + 5] == '"') {
                return bytes[i + 8] == letter;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
            lines = null;
        }
    }
}

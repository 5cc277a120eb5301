package org.wardkey.provider.audit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads the lines of a segment without copying them. Not thread-safe. */
final class LineReader implements Closeable {
    private final InputStream in;
    private byte[] buffer = new byte[4 * AuditRecords.MAXIMUM_LINE_BYTES];
    private int filled;
    private int offset;
    private int length;
    private int next;
    private boolean terminated;
    private boolean ended;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line; false at the end. */
    boolean next() throws IOException {
        offset = next;
        int feed = feed(offset);
        while (feed < 0 && !ended) {
            feed = feed(fill());
        }
        terminated = feed >= 0;
        length = (terminated ? feed : filled) - offset;
        next = terminated ? feed + 1 : filled;
        return terminated || length > 0;
    }

    private int feed(int from) {
        for (int i = from; i < filled; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Reads more; gives the place where it begins. */
    private int fill() throws IOException {
        System.arraycopy(buffer, offset, buffer, 0, filled - offset);
        filled -= offset;
        offset = 0;
        if (filled > AuditRecords.MAXIMUM_LINE_BYTES) {
            // No record is as long: its rest is dropped, so that memory stays bounded.
            filled = AuditRecords.MAXIMUM_LINE_BYTES + 1;
        }
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int read = in.read(buffer, filled, buffer.length - filled);
        ended = read < 0;
        int begin = filled;
        filled += Math.max(read, 0);
        return begin;
    }

    /** What holds the line; valid until the next call of {@link #next}. */
    byte[] buffer() {
        return buffer;
    }

    int offset() {
        return offset;
    }

    /** Without the line feed. */
    int length() {
        return length;
    }

    /** Whether a line feed ends the line. */
    boolean terminated() {
        return terminated;
    }

    /** Whether the line has a byte that no record has and that a crash may leave. */
    boolean hasZero() {
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** The record's number; 0 if the line is not a record. */
    long sequence() {
        return AuditRecords.sequence(buffer, offset, length);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

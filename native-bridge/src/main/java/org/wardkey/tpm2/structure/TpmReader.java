package org.wardkey.tpm2.structure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Reads big-endian integers and sized buffers, each checked against what is left. Every method is told what it reads, for the message of
 * the {@link TpmFormatException} that it throws when too little is there. Not thread-safe. Source: TPM 2.0 Part 1 §8, Part 2 §10.4.
 */
public final class TpmReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    /** Reads {@code bytes}, which are not copied. */
    public TpmReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private TpmReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    /** Reads all of {@code bytes} as one structure. */
    public static <T> T readAll(byte[] bytes, String what, Function<TpmReader, T> structure) {
        TpmReader in = new TpmReader(bytes);
        T read = structure.apply(in);
        in.end(what);
        return read;
    }

    /** Reads an unsigned 8-bit integer. */
    public int u8(String what) {
        need(1, what);
        return bytes[position++] & 0xFF;
    }

    /** Reads an unsigned 16-bit integer. */
    public int u16(String what) {
        need(2, what);
        return (u8(what) << 8) | u8(what);
    }

    /** Reads 32 bits. */
    public int u32(String what) {
        need(4, what);
        return (u16(what) << 16) | u16(what);
    }

    /** Reads 64 bits. */
    public long u64(String what) {
        need(8, what);
        return ((long) u32(what) << 32) | Integer.toUnsignedLong(u32(what));
    }

    /** Reads a TPMI_YES_NO, which is 0 or 1. Source: Part 2 §9.2. */
    public boolean yesNo(String what) {
        int value = u8(what);
        if (value > 1) {
            throw new TpmFormatException(what + ": expected 0 or 1, got " + value);
        }
        return value == 1;
    }

    /** Reads {@code count} octets into an array of the caller's. */
    public byte[] bytes(int count, String what) {
        need(count, what);
        position += count;
        return Arrays.copyOfRange(bytes, position - count, position);
    }

    /** Reads a TPM2B into an array of the caller's. */
    public byte[] sized(String what) {
        return bytes(u16(what), what);
    }

    /** Reads a TPM2B of at most {@code longest} octets. */
    public byte[] sized(int longest, String what) {
        byte[] octets = sized(what);
        if (octets.length > longest) {
            throw new TpmFormatException(what + ": expected at most " + longest + " bytes, got " + octets.length);
        }
        return octets;
    }

    /** Reads a TPM2B that holds exactly one structure. */
    public <T> T sized(String what, Function<TpmReader, T> structure) {
        int size = u16(what);
        need(size, what);
        TpmReader inner = new TpmReader(bytes, position, position + size);
        T read = structure.apply(inner);
        inner.end(what);
        position += size;
        return read;
    }

    /** Reads a TPML of at most {@code most} elements. */
    public <T> List<T> list(int most, String what, Function<TpmReader, T> element) {
        int count = u32(what);
        if (count < 0 || count > most) {
            throw new TpmFormatException(
                    what + ": expected at most " + most + " elements, got " + Integer.toUnsignedString(count));
        }
        List<T> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(element.apply(this));
        }
        return List.copyOf(elements);
    }

    /** Returns how many bytes are left. */
    public int remaining() {
        return end - position;
    }

    /** Refuses bytes that are left over. */
    public void end(String what) {
        if (position != end) {
            throw new TpmFormatException(what + ": expected its end, got " + remaining() + " more bytes");
        }
    }

    private void need(int count, String what) {
        if (remaining() < count) {
            throw new TpmFormatException(what + ": expected " + count + " bytes, got " + remaining());
        }
    }
}

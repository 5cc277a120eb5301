package org.wardkey.tpm2.structure;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes what TPM commands consist of: big-endian integers and sized buffers. Wipes all that it held when it grows and when it is closed,
 * since parameters can be secrets. Not thread-safe. Source: TPM 2.0 Part 1 §8, Part 2 §10.4.
 */
public final class TpmWriter implements AutoCloseable {
    private static final int LONGEST = 0xFFFF;

    private byte[] buffer = new byte[256];
    private int length;

    /** Starts empty. */
    public TpmWriter() {}

    /** Appends the low 8 bits. */
    public TpmWriter u8(int value) {
        reserve(1);
        buffer[length++] = (byte) value;
        return this;
    }

    /** Appends the low 16 bits. */
    public TpmWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    /** Appends 32 bits. */
    public TpmWriter u32(int value) {
        return u16(value >>> 16).u16(value);
    }

    /** Appends 64 bits. */
    public TpmWriter u64(long value) {
        return u32((int) (value >>> 32)).u32((int) value);
    }

    /** Appends the octets as they are. */
    public TpmWriter bytes(byte[] octets) {
        reserve(octets.length);
        System.arraycopy(octets, 0, buffer, length, octets.length);
        length += octets.length;
        return this;
    }

    /** Appends a TPM2B: 16 bits of length and the octets. Refuses more than 65535. */
    public TpmWriter sized(byte[] octets) {
        if (octets.length > LONGEST) {
            throw new IllegalArgumentException("expected a TPM2B of at most 65535 bytes, got " + octets.length);
        }
        return u16(octets.length).bytes(octets);
    }

    /** Appends a TPM2B of whatever {@code content} writes. */
    public TpmWriter sized(Consumer<TpmWriter> content) {
        int start = length;
        u16(0);
        content.accept(this);
        int size = length - start - 2;
        if (size > LONGEST) {
            throw new IllegalArgumentException("expected a TPM2B of at most 65535 bytes, got " + size);
        }
        buffer[start] = (byte) (size >>> 8);
        buffer[start + 1] = (byte) size;
        return this;
    }

    /** Appends a structure. */
    public TpmWriter put(TpmStructure structure) {
        structure.writeTo(this);
        return this;
    }

    /** Appends a TPML: 32 bits of count and the elements. */
    public TpmWriter list(List<? extends TpmStructure> elements) {
        u32(elements.size());
        elements.forEach(this::put);
        return this;
    }

    /** Writes 32 bits over those at {@code offset}, which were written before. */
    public TpmWriter u32At(int offset, int value) {
        if (offset < 0 || offset > length - 4) {
            throw new IndexOutOfBoundsException(offset);
        }
        for (int i = 0; i < 4; i++) {
            buffer[offset + i] = (byte) (value >>> (24 - 8 * i));
        }
        return this;
    }

    /** Returns how many bytes were written. */
    public int length() {
        return length;
    }

    /** Returns a copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }

    private void reserve(int more) {
        if (buffer.length - length >= more) {
            return;
        }
        byte[] larger = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + more));
        Arrays.fill(buffer, (byte) 0);
        buffer = larger;
    }

    /** Wipes what was written. */
    @Override
    public void close() {
        Arrays.fill(buffer, (byte) 0);
        length = 0;
    }
}

package org.wardkey.provider.backend;

import java.util.Arrays;
import java.util.Objects;

/** Collects bytes up to a limit; every array that it leaves is zeroed. Not thread-safe. */
public final class GrowingBuffer {
    /** The largest array that every JVM can make. */
    public static final int LARGEST_BYTES = Integer.MAX_VALUE - 8;

    private static final int INITIAL_BYTES = 256;
    private static final int KEPT_BYTES = 64 * 1024;

    private final int limitBytes;
    private byte[] bytes = new byte[0];
    private int size;

    /**
     * Makes an empty buffer.
     *
     * @param limitBytes how many bytes it takes at most
     */
    public GrowingBuffer(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    /**
     * Appends all, or nothing.
     *
     * @param input the bytes; not kept
     * @param offset the first byte
     * @param length how many bytes
     * @return false if it were more than the limit; nothing was appended then
     */
    public boolean append(byte[] input, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, input.length);
        if (length > limitBytes - size) {
            return false;
        }
        if (length > bytes.length - size) {
            grow(size + length);
        }
        System.arraycopy(input, offset, bytes, size, length);
        size += length;
        return true;
    }

    private void grow(int needed) {
        long doubled = Math.max(INITIAL_BYTES, 2L * bytes.length);
        byte[] larger = Arrays.copyOf(bytes, (int) Math.min(limitBytes, Math.max(needed, doubled)));
        Arrays.fill(bytes, 0, size, (byte) 0);
        bytes = larger;
    }

    /** @return the array itself, whose first {@link #size} bytes count; another one after the next append */
    public byte[] array() {
        return bytes;
    }

    /** @return how many bytes there are */
    public int size() {
        return size;
    }

    /** Zeroes what was taken and starts again. */
    public void wipe() {
        Arrays.fill(bytes, 0, size, (byte) 0);
        size = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[0];
        }
    }
}

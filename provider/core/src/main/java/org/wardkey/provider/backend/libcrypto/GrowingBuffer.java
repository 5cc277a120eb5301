package org.wardkey.provider.backend.libcrypto;

import java.util.Arrays;
import java.util.Objects;

/** Collects bytes up to a limit; every array that it leaves is zeroed. Not thread-safe. */
final class GrowingBuffer {
    /** The largest array that every JVM can make. */
    static final int LARGEST_BYTES = Integer.MAX_VALUE - 8;

    private static final int INITIAL_BYTES = 256;
    private static final int KEPT_BYTES = 64 * 1024;

    private final int limitBytes;
    private byte[] bytes = new byte[0];
    private int size;

    GrowingBuffer(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Appends all, or nothing and returns false if that were more than the limit. */
    boolean append(byte[] input, int offset, int length) {
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

    /** Returns the array itself, whose first {@link #size} bytes count. */
    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** Zeroes what was taken and starts again. */
    void wipe() {
        Arrays.fill(bytes, 0, size, (byte) 0);
        size = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[0];
        }
    }
}

package org.wardkey.nativebridge;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Native memory with an owner: zero at first, bounds-checked, zeroed again before it is given back.
 *
 * <p>Numbers are in the machine's byte order and need no alignment. Every access also checks that the buffer is open; memory is freed only after the
 * last access has left. Thread-safe with respect to {@link #close()}; concurrent writes to the same bytes are the caller's matter.
 */
public final class NativeBuffer implements AutoCloseable {
    private final long address;
    private final int sizeBytes;
    private final Lifetime lifetime;
    private final @Nullable NativeHandle owner;

    private NativeBuffer(long address, int sizeBytes, Lifetime lifetime, @Nullable NativeHandle owner) {
        this.address = address;
        this.sizeBytes = sizeBytes;
        this.lifetime = lifetime;
        this.owner = owner;
    }

    /**
     * Allocates zeroed memory of its own. For short calls {@link Scratch} is cheaper.
     *
     * @param sizeBytes 0 or more
     * @throws IllegalStateException if the C heap has no such block, or there is no linker
     */
    public static NativeBuffer allocate(int sizeBytes) {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("a buffer of " + sizeBytes + " bytes");
        }
        long address = NativeLinker.allocate(Math.max(1, sizeBytes));
        if (address == 0) {
            throw new IllegalStateException("no native memory for " + sizeBytes + " bytes");
        }
        NativeHandle owner = NativeHandle.owning("NativeBuffer", address, block -> {
            NativeLinker.zero(block, sizeBytes);
            NativeLinker.free(block);
        });
        return new NativeBuffer(address, sizeBytes, new Lifetime(), owner);
    }

    /** Returns a view of pooled memory that lives as long as its scratch area. */
    static NativeBuffer slice(long address, int sizeBytes, Lifetime lifetime) {
        return new NativeBuffer(address, sizeBytes, lifetime, null);
    }

    /**
     * Returns the address of the first byte, to pass to C. It is valid while the buffer is open: keep the buffer in a try-with-resources statement
     * around the call, or use {@link #acquire()} when another thread may close it.
     */
    public long address() {
        enter();
        leave();
        return address;
    }

    /** Returns the address and keeps the memory valid until {@link #release()}, whoever closes the buffer meanwhile. */
    public long acquire() {
        enter();
        return address;
    }

    /** Ends what {@link #acquire()} began. */
    public void release() {
        leave();
    }

    /** Returns the size in bytes. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** Reads the {@code int} at a byte offset. */
    public int getInt(int offset) {
        Objects.checkFromIndexSize(offset, Integer.BYTES, sizeBytes);
        enter();
        try {
            return NativeLinker.getInt(address + offset);
        } finally {
            leave();
        }
    }

    /** Writes an {@code int} at a byte offset. */
    public void putInt(int offset, int value) {
        Objects.checkFromIndexSize(offset, Integer.BYTES, sizeBytes);
        enter();
        try {
            NativeLinker.putInt(address + offset, value);
        } finally {
            leave();
        }
    }

    /** Reads the {@code long}, {@code size_t} or pointer at a byte offset. */
    public long getLong(int offset) {
        Objects.checkFromIndexSize(offset, Long.BYTES, sizeBytes);
        enter();
        try {
            return NativeLinker.getLong(address + offset);
        } finally {
            leave();
        }
    }

    /** Writes a {@code long}, {@code size_t} or pointer at a byte offset. */
    public void putLong(int offset, long value) {
        Objects.checkFromIndexSize(offset, Long.BYTES, sizeBytes);
        enter();
        try {
            NativeLinker.putLong(address + offset, value);
        } finally {
            leave();
        }
    }

    /** Copies {@code count} bytes at {@code offset} into an array. */
    public void get(int offset, byte[] target, int targetOffset, int count) {
        Objects.checkFromIndexSize(offset, count, sizeBytes);
        Objects.checkFromIndexSize(targetOffset, count, target.length);
        enter();
        try {
            NativeLinker.read(address + offset, target, targetOffset, count);
        } finally {
            leave();
        }
    }

    /** Copies {@code count} bytes of an array to {@code offset}. */
    public void put(int offset, byte[] source, int sourceOffset, int count) {
        Objects.checkFromIndexSize(offset, count, sizeBytes);
        Objects.checkFromIndexSize(sourceOffset, count, source.length);
        enter();
        try {
            NativeLinker.write(address + offset, source, sourceOffset, count);
        } finally {
            leave();
        }
    }

    /** Fills the remaining part of a byte buffer, heap or direct, from {@code offset} on. */
    public void get(int offset, ByteBuffer target) {
        int count = target.remaining();
        if (target.hasArray()) {
            get(offset, target.array(), target.arrayOffset() + target.position(), count);
            target.position(target.limit());
            return;
        }
        byte[] copy = bytes(offset, count);
        target.put(copy);
        Arrays.fill(copy, (byte) 0);
    }

    /** Copies the remaining part of a byte buffer, heap or direct, to {@code offset}. */
    public void put(int offset, ByteBuffer source) {
        int count = source.remaining();
        Objects.checkFromIndexSize(offset, count, sizeBytes);
        if (source.hasArray()) {
            put(offset, source.array(), source.arrayOffset() + source.position(), count);
            source.position(source.limit());
            return;
        }
        byte[] copy = new byte[count];
        source.get(copy);
        put(offset, copy, 0, count);
        Arrays.fill(copy, (byte) 0);
    }

    /** Returns a copy of {@code count} bytes at {@code offset}; the caller wipes it when it is secret. */
    public byte[] bytes(int offset, int count) {
        Objects.checkFromIndexSize(offset, count, sizeBytes);
        byte[] copy = new byte[count];
        get(offset, copy, 0, count);
        return copy;
    }

    /** Zeroes the whole buffer; the write is never optimised away, since it goes to memory outside the Java heap. */
    public void zero() {
        enter();
        try {
            NativeLinker.zero(address, sizeBytes);
        } finally {
            leave();
        }
    }

    /** Zeroes and frees, at once or when the last access has left. For a part of a {@link Scratch} area it only zeroes. */
    @Override
    public void close() {
        if (owner != null) {
            owner.close();
            return;
        }
        if (!lifetime.isClosed()) {
            zero();
        }
    }

    /** Says how large, never what. */
    @Override
    public String toString() {
        return "NativeBuffer[" + sizeBytes + " bytes]";
    }

    private void enter() {
        if (owner != null) {
            owner.acquire();
            return;
        }
        lifetime.acquire("Scratch");
    }

    private void leave() {
        if (owner != null) {
            owner.release();
            return;
        }
        if (lifetime.release()) {
            throw new IllegalStateException("Scratch was closed while a part of it was in use");
        }
    }
}

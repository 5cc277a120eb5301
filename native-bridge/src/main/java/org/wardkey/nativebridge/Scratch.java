package org.wardkey.nativebridge;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Working memory for one native call: parts of a pooled block, zeroed when the call is over.
 *
 * <p>Theory of operation: 32 slots hold idle blocks of 16 KiB. {@link #borrow()} takes one by a single atomic exchange, starting at a slot
 * that depends on the thread; {@link #close()} zeroes what was used and puts the block into an empty slot, or frees it when all are full. Nothing
 * here blocks or is tied to a thread, so virtual threads neither pin anything nor own a block each. What does not fit gets memory of its own.
 * An area belongs to one thread at a time; a part of it that is touched after close is refused. A part that was still in use at close makes the
 * block leak instead of being reused.
 */
public final class Scratch implements AutoCloseable {
    static final int BLOCK_BYTES = 16 * 1024;
    private static final int SLOTS = 32;
    private static final int ALIGNMENT = 16;

    /** Idle blocks by address, 0 when empty. */
    private static final AtomicLongArray IDLE = new AtomicLongArray(SLOTS);

    private final Lifetime lifetime = new Lifetime();
    private final List<NativeBuffer> large = new ArrayList<>(0);
    private final long block;
    private int used;

    private Scratch(long block) {
        this.block = block;
    }

    /**
     * Takes a block out of the pool, or a new one.
     *
     * @throws IllegalStateException if the C heap is empty, or there is no linker
     */
    public static Scratch borrow() {
        int start = startSlot();
        for (int i = 0; i < SLOTS; i++) {
            int slot = (start + i) % SLOTS;
            if (IDLE.getPlain(slot) == 0) {
                continue;
            }
            long block = IDLE.getAndSet(slot, 0);
            if (block != 0) {
                return new Scratch(block);
            }
        }
        long block = NativeLinker.allocate(BLOCK_BYTES);
        if (block == 0) {
            throw new IllegalStateException("no native memory for " + BLOCK_BYTES + " bytes");
        }
        return new Scratch(block);
    }

    /**
     * Returns zeroed memory that is valid until this area is closed.
     *
     * @param sizeBytes 0 or more
     */
    public NativeBuffer allocate(int sizeBytes) {
        if (lifetime.isClosed()) {
            throw new IllegalStateException("Scratch is closed");
        }
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("a buffer of " + sizeBytes + " bytes");
        }
        if (sizeBytes > BLOCK_BYTES - used) {
            NativeBuffer own = NativeBuffer.allocate(sizeBytes);
            large.add(own);
            return own;
        }
        NativeBuffer part = NativeBuffer.slice(block + used, sizeBytes, lifetime);
        used = Math.min(BLOCK_BYTES, (used + sizeBytes + ALIGNMENT - 1) & -ALIGNMENT);
        return part;
    }

    /** Zeroes everything that was handed out and gives the block back. Does nothing the second time. */
    @Override
    public void close() {
        if (lifetime.isClosed()) {
            return;
        }
        boolean idle = lifetime.close();
        large.forEach(NativeBuffer::close);
        NativeLinker.zero(block, used);
        if (idle) {
            giveBack(block);
        }
    }

    private static void giveBack(long block) {
        int start = startSlot();
        for (int i = 0; i < SLOTS; i++) {
            int slot = (start + i) % SLOTS;
            if (IDLE.getPlain(slot) == 0 && IDLE.compareAndSet(slot, 0, block)) {
                return;
            }
        }
        NativeLinker.free(block);
    }

    private static int startSlot() {
        // Fibonacci hashing: neighbouring thread numbers start far apart.
        return (int) ((Thread.currentThread().getId() * 0x9E3779B97F4A7C15L) >>> 59);
    }
}

package org.wardkey.nativebridge;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.function.LongConsumer;

/**
 * Owns one native pointer together with the function that frees it.
 *
 * <p>Users bracket every C call with {@link #acquire()} and {@link #release()}; the pointer stays valid in between even when another thread closes
 * the handle, because the last one to leave frees. A handle that is dropped without close is freed by a {@link Cleaner}. Thread-safe; a bracket
 * costs two atomic operations.
 *
 * <pre>{@code
 * long pointer = handle.acquire();
 * try {
 *     use(pointer);
 * } finally {
 *     handle.release();
 * }
 * }</pre>
 */
public final class NativeHandle implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Owned owned;
    private final Cleaner.Cleanable cleanable;

    private NativeHandle(Owned owned) {
        this.owned = owned;
        this.cleanable = CLEANER.register(this, owned);
    }

    /**
     * Takes ownership of a pointer.
     *
     * @param what the resource's name for messages, such as {@code EVP_PKEY}
     * @param pointer not 0
     * @param free called once, on whichever thread leaves last; must not refer to the handle
     */
    public static NativeHandle owning(String what, long pointer, LongConsumer free) {
        if (pointer == 0) {
            throw new IllegalArgumentException(what + " is a null pointer");
        }
        return new NativeHandle(new Owned(what, pointer, free));
    }

    /**
     * Keeps the pointer valid until {@link #release()}.
     *
     * @return the pointer
     * @throws IllegalStateException if the handle is closed
     */
    public long acquire() {
        owned.lifetime.acquire(owned);
        return owned.pointer;
    }

    /**
     * Keeps the pointer valid and to this caller alone until {@link #release()}, for resources that are not thread-safe.
     *
     * @return the pointer
     * @throws IllegalStateException if the handle is closed or in use
     */
    public long acquireExclusive() {
        owned.lifetime.acquireExclusive(owned);
        return owned.pointer;
    }

    /** Ends what one {@code acquire} began. */
    public void release() {
        try {
            if (owned.lifetime.release()) {
                owned.free();
            }
        } finally {
            // Until here the cleaner must not see this handle as unreachable.
            Reference.reachabilityFence(this);
        }
    }

    /** Returns whether {@link #close()} was called. */
    public boolean isClosed() {
        return owned.lifetime.isClosed();
    }

    /** Refuses further use and frees as soon as nobody uses the pointer. Does nothing the second time. */
    @Override
    public void close() {
        cleanable.clean();
    }

    @Override
    public String toString() {
        return owned.toString();
    }

    /** What the cleaner holds; it must not refer to the handle. */
    private static final class Owned implements Runnable {
        final Lifetime lifetime = new Lifetime();
        final long pointer;
        private final String what;
        private final LongConsumer free;

        Owned(String what, long pointer, LongConsumer free) {
            this.what = what;
            this.pointer = pointer;
            this.free = free;
        }

        @Override
        public void run() {
            if (lifetime.close()) {
                free();
            }
        }

        void free() {
            free.accept(pointer);
        }

        @Override
        public String toString() {
            return what;
        }
    }
}

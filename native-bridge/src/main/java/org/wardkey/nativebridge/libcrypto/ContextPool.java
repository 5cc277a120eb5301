package org.wardkey.nativebridge.libcrypto;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Contexts of one key that are set up already and that nobody uses at the moment: making one and setting it up costs a tenth of an ECDSA
 * signature.
 *
 * <p>A context refers to its key, so the key's handle empties the pool when it frees the key. Whoever takes or gives a context does so between
 * acquire and release of that handle: nobody gives one back to a pool that was emptied. Lock-free: a virtual thread must not change its carrier
 * inside an operation. Thread-safe.
 */
final class ContextPool {
    private static final int CONTEXTS_PER_PREPARATION = 4;
    private static final int MAX_PREPARATIONS = 8;

    private final ConcurrentMap<Preparation, AtomicLongArray> idle = new ConcurrentHashMap<>(4);

    /** Returns a context that was set up for this, or 0. */
    long take(Preparation preparation) {
        AtomicLongArray slots = idle.get(preparation);
        for (int i = 0; slots != null && i < CONTEXTS_PER_PREPARATION; i++) {
            long context = slots.get(i);
            if (context != 0 && slots.compareAndSet(i, context, 0)) {
                return context;
            }
        }
        return 0;
    }

    /** Takes over a context whose last operation succeeded. */
    void give(Preparation preparation, long context) {
        AtomicLongArray slots = slots(preparation);
        for (int i = 0; slots != null && i < CONTEXTS_PER_PREPARATION; i++) {
            if (slots.compareAndSet(i, 0, context)) {
                return;
            }
        }
        LibcryptoSymbols.EVP_PKEY_CTX_free(context);
    }

    private @Nullable AtomicLongArray slots(Preparation preparation) {
        AtomicLongArray known = idle.get(preparation);
        // Salt lengths are the caller's choice: their number must not grow without end.
        if (known != null || idle.size() >= MAX_PREPARATIONS) {
            return known;
        }
        AtomicLongArray made = new AtomicLongArray(CONTEXTS_PER_PREPARATION);
        AtomicLongArray raced = idle.putIfAbsent(preparation, made);
        return raced == null ? made : raced;
    }

    /** Frees all contexts; nobody uses the key any more. */
    void empty() {
        for (AtomicLongArray slots : idle.values()) {
            for (int i = 0; i < CONTEXTS_PER_PREPARATION; i++) {
                long context = slots.getAndSet(i, 0);
                if (context != 0) {
                    LibcryptoSymbols.EVP_PKEY_CTX_free(context);
                }
            }
        }
    }
}

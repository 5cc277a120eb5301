package org.wardkey.provider.backend.libcrypto;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The contexts that have a key, or what was computed from it, in native memory: freed with the key, whoever still holds an object that would use one. Holds none alive.
 * Thread-safe.
 */
final class KeySchedules {
    private final Set<Held<?>> contexts = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Object> dropped = new ReferenceQueue<>();
    private volatile boolean over;

    private static final class Held<C> extends WeakReference<C> {
        private final Consumer<C> close;

        Held(C context, Consumer<C> close, ReferenceQueue<Object> dropped) {
            super(context, dropped);
            this.close = close;
        }

        void end() {
            C context = get();
            if (context != null) {
                close.accept(context);
            }
        }
    }

    /**
     * Adds a context.
     *
     * @param close frees it, while others use it or have freed it, too; must not refer to it
     */
    <C> C add(C context, Consumer<C> close) {
        for (Reference<?> gone = dropped.poll(); gone != null; gone = dropped.poll()) {
            contexts.remove(gone);
        }
        Held<C> held = new Held<>(context, close, dropped);
        contexts.add(held);
        if (over) {
            held.end();
        }
        return context;
    }

    /** Frees all of them, and those that are added after this. */
    void end() {
        over = true;
        contexts.forEach(Held::end);
        contexts.clear();
    }
}

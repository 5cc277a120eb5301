package org.wardkey.provider.backend;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.security.InvalidKeyException;
import java.security.Key;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.security.auth.Destroyable;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what an engine made of a plain key for as long as the key object lives, by identity: two
 * keys may claim to be equal and still be different objects of different providers. Thread-safe.
 */
public final class IdentityCache {
    private final ConcurrentMap<Object, BackendKey> cache = new ConcurrentHashMap<>();
    private final ReferenceQueue<Key> collected = new ReferenceQueue<>();

    /** Makes the engine's key. */
    @FunctionalInterface
    public interface Maker {
        /**
         * Makes it.
         *
         * @param key a plain key
         * @return the engine's key
         * @throws InvalidKeyException if the key is not valid
         */
        BackendKey make(Key key) throws InvalidKeyException;
    }

    /** Makes an empty cache. */
    public IdentityCache() {}

    /**
     * Finds or makes the engine's key.
     *
     * @param key a plain key
     * @param maker makes it
     * @return the engine's key; closed when the plain key was collected
     * @throws InvalidKeyException if the key is not valid
     */
    public BackendKey get(Key key, Maker maker) throws InvalidKeyException {
        closeCollected();
        BackendKey known = cache.get(new Lookup(key));
        if (known != null && key instanceof Destroyable destroyable && destroyable.isDestroyed()) {
            cache.remove(new Lookup(key), known);
            known.close();
            throw new InvalidKeyException("Expected a key that is alive; this one was destroyed.");
        }
        if (known != null) {
            return known;
        }
        BackendKey made = maker.make(key);
        BackendKey raced = cache.putIfAbsent(new Weak(key, collected), made);
        if (raced != null) {
            made.close();
            return raced;
        }
        return made;
    }

    private void closeCollected() {
        Object reference;
        while ((reference = collected.poll()) != null) {
            BackendKey orphan = cache.remove(reference);
            if (orphan != null) {
                orphan.close();
            }
        }
    }

    private static final class Weak extends WeakReference<Key> {
        private final int hash;

        private Weak(Key key, ReferenceQueue<Key> queue) {
            super(key, queue);
            this.hash = System.identityHashCode(key);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // identity is the point
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            Key key = get();
            return key != null && other instanceof Weak that && key == that.get();
        }
    }

    /** Looks a key up without making a reference for it. */
    private static final class Lookup {
        private final Key key;

        private Lookup(Key key) {
            this.key = key;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(key);
        }

        @Override
        @SuppressWarnings({"ReferenceEquality", "EqualsUnsafeCast"}) // only ever compared with Weak, by identity
        public boolean equals(@Nullable Object other) {
            return other instanceof Weak that && key == that.get();
        }
    }
}

package org.wardkey.provider.keystore.embedded;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.sealing.Protector;

/**
 * What opens a token, got once for all threads that want it at the same time: who sits at a terminal is not asked by each
 * of them.
 *
 * <p>Theory of operation. The first thread holds a lock while it asks, and lets go of it before it uses the answer; those
 * that waited use the same answer, and the last one closes it. So whoever holds this lock never waits for the database,
 * and a thread may come here with the database in its hands. An answer that opens nothing is wrong for those who share
 * it, and forgotten with them. Thread-safe.
 */
final class ProtectorOnce {
    private final SoftwareToken.ProtectorSource source;
    private final ReentrantLock asking = new ReentrantLock();
    private @Nullable Protector present;
    private int users;

    ProtectorOnce(SoftwareToken.ProtectorSource source) {
        this.source = source;
    }

    /**
     * Does something with the protector, unless it was done meanwhile.
     *
     * @param first whether the token does not exist yet
     * @param done what somebody else did, if so
     * @param work what to do
     * @return what was done
     * @throws org.wardkey.provider.operation.BackendException if there is no protector, or from the work
     */
    <T> T with(boolean first, Supplier<Optional<T>> done, Function<Protector, T> work) {
        Protector shared;
        asking.lock();
        try {
            Optional<T> already = done.get();
            if (already.isPresent()) {
                return already.get();
            }
            shared = present == null ? source.get(first) : present;
            present = shared;
            users++;
        } finally {
            asking.unlock();
        }
        try {
            return work.apply(shared);
        } finally {
            leave(shared);
        }
    }

    private void leave(Protector shared) {
        asking.lock();
        try {
            users--;
            if (users == 0) {
                present = null;
                shared.close();
            }
        } finally {
            asking.unlock();
        }
    }
}

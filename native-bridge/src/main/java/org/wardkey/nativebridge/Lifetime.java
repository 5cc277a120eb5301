package org.wardkey.nativebridge;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Decides when a native resource may be freed: after it was closed and the last user left.
 *
 * <p>One int holds twice the number of users plus one when closed. Each transition is one compare-and-set; nobody ever blocks, so a closer never
 * waits for a slow C call: the last user frees in its place. Exactly one caller is told to free.
 */
final class Lifetime {
    private static final VarHandle STATE;
    private static final int CLOSED = 1;
    private static final int USER = 2;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Lifetime.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int state;

    /** Enters as one of many users. */
    void acquire(Object owner) {
        int seen = state;
        while (true) {
            if ((seen & CLOSED) != 0) {
                throw closed(owner);
            }
            int found = (int) STATE.compareAndExchange(this, seen, seen + USER);
            if (found == seen) {
                return;
            }
            seen = found;
        }
    }

    /** Enters as the only user. */
    void acquireExclusive(Object owner) {
        int found = (int) STATE.compareAndExchange(this, 0, USER);
        if (found == 0) {
            return;
        }
        if ((found & CLOSED) != 0) {
            throw closed(owner);
        }
        throw new IllegalStateException(owner + " is in use by another thread");
    }

    /** Leaves; returns whether the caller must free. */
    boolean release() {
        return (int) STATE.getAndAdd(this, -USER) == USER + CLOSED;
    }

    /** Closes; returns whether the caller must free. */
    boolean close() {
        return (int) STATE.getAndBitwiseOr(this, CLOSED) == 0;
    }

    boolean isClosed() {
        return (state & CLOSED) != 0;
    }

    private static IllegalStateException closed(Object owner) {
        return new IllegalStateException(owner + " is closed");
    }
}

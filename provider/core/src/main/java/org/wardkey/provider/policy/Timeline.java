package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.Collection;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * A value that depends on the time and changes at known instants only; each span's value is computed
 * when it is first asked for. Thread-safe: computing twice gives the same.
 *
 * @param <T> the value's type
 */
final class Timeline<T> {
    private final Instant[] starts;
    private final AtomicReferenceArray<T> values;
    private final Function<Instant, T> compute;
    private volatile int latest;

    Timeline(Collection<Instant> changes, Function<Instant, T> compute) {
        TreeSet<Instant> sorted = new TreeSet<>(changes);
        sorted.add(Instant.MIN);
        this.starts = sorted.toArray(new Instant[0]);
        this.values = new AtomicReferenceArray<>(starts.length);
        this.compute = compute;
    }

    T at(Instant now) {
        int span = latest;
        if (!contains(span, now)) {
            span = find(now);
            latest = span;
        }
        T known = values.get(span);
        if (known != null) {
            return known;
        }
        T computed = compute.apply(starts[span]);
        values.set(span, computed);
        return computed;
    }

    private boolean contains(int span, Instant now) {
        return now.compareTo(starts[span]) >= 0 && (span + 1 == starts.length || now.compareTo(starts[span + 1]) < 0);
    }

    /** The last span that has begun. The first begins at the smallest instant, so there is one. */
    private int find(Instant now) {
        int low = 0;
        int high = starts.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (now.compareTo(starts[middle]) >= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}

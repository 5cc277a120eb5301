package org.wardkey.provider.ledger;

import java.util.OptionalLong;

/**
 * How much a process may take of what is left of a limit: at least its need if that is there at all, a lease if
 * the limit is far. Pure.
 */
final class Grant {
    /** What a grant cannot be. */
    static final long REFUSED = -1;

    private Grant() {}

    /**
     * Looks at both kinds of limits.
     *
     * @param limit the limit
     * @param observed a limit that only counts; as exact as the other until it is passed
     * @param used what is used up or leased out
     * @param need what is asked for
     * @param lease what may be taken along
     * @param tail how near to the limit nothing is taken along
     * @return what is granted: {@link #REFUSED}, or at least the need
     */
    static long of(OptionalLong limit, OptionalLong observed, long used, long need, long lease, long tail) {
        if (limit.isEmpty() && observed.isEmpty()) {
            return need;
        }
        long granted = limit.isEmpty() ? Math.max(need, lease) : within(limit.getAsLong(), used, need, lease, tail);
        boolean counts = observed.isPresent() && used < observed.getAsLong();
        return granted < need || !counts
                ? granted
                : Math.min(granted, Math.max(need, within(observed.getAsLong(), used, need, lease, tail)));
    }

    private static long within(long limit, long used, long need, long lease, long tail) {
        long left = limit - used;
        if (left < need) {
            return REFUSED;
        }
        boolean exact = limit <= UsageLedger.EXACT_UP_TO || left <= tail;
        return exact ? need : Math.max(need, Math.min(lease, left - tail));
    }
}

package org.wardkey.provider.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.Window;

/**
 * That a key comes to an end: pure.
 *
 * @param key the key
 * @param kind what ends
 * @param threshold the threshold that was passed: days before the end, or percent of the limit
 * @param text a sentence for a person
 */
public record EndWarning(KeyFacts key, Kind kind, int threshold, String text) {
    private static final List<Integer> DAYS = List.of(30, 14, 7, 1);
    private static final List<Integer> PERCENT = List.of(80, 95);

    /** What ends. */
    public enum Kind {
        /** The origination window, in days. */
        ORIGINATION,
        /** The consumption window, in days. */
        CONSUMPTION,
        /** The operations, in percent. */
        OPERATIONS,
        /** The bytes, in percent. */
        BYTES
    }

    /**
     * Lists the thresholds that a key has passed, the most urgent of each kind first.
     *
     * <p>A window that is shorter than a threshold does not warn of it: a key for a week is not reported
     * thirty days before its end on the day it is made.
     *
     * @param key the key, with the limits that hold for it
     * @param operations how many operations are used up
     * @param bytes how many bytes are used up
     * @param now the time
     * @return the warnings; none if the key is not near its end, or past it
     */
    public static List<EndWarning> of(KeyFacts key, long operations, long bytes, Instant now) {
        List<EndWarning> found = new ArrayList<>();
        window(found, key, Kind.ORIGINATION, key.authorizations().origination(), now);
        window(found, key, Kind.CONSUMPTION, key.authorizations().consumption(), now);
        limit(found, key, Kind.OPERATIONS, key.authorizations().maximumOperations(), operations);
        limit(found, key, Kind.BYTES, key.authorizations().maximumBytes(), bytes);
        return found;
    }

    private static void window(List<EndWarning> found, KeyFacts key, Kind kind, Window window, Instant now) {
        if (window.end().equals(Instant.MAX) || !now.isBefore(window.end())) {
            return;
        }
        Instant start = window.start().isBefore(key.created()) ? key.created() : window.start();
        Duration length = Duration.between(start, window.end());
        Duration left = Duration.between(now, window.end());
        for (int i = DAYS.size() - 1; i >= 0; i--) {
            Duration threshold = Duration.ofDays(DAYS.get(i));
            if (left.compareTo(threshold) <= 0 && length.compareTo(threshold) > 0) {
                found.add(new EndWarning(
                        key,
                        kind,
                        DAYS.get(i),
                        "The " + (kind == Kind.ORIGINATION ? "origination" : "consumption") + " window of key "
                                + name(key) + " ends at " + window.end() + "."));
            }
        }
    }

    private static void limit(List<EndWarning> found, KeyFacts key, Kind kind, OptionalLong limit, long used) {
        if (limit.isEmpty()) {
            return;
        }
        for (int i = PERCENT.size() - 1; i >= 0; i--) {
            // Divided first: a limit of 2^63 - 1 must not overflow.
            double share = (double) used / limit.getAsLong();
            if (share * 100 >= PERCENT.get(i) && used < limit.getAsLong()) {
                found.add(new EndWarning(
                        key,
                        kind,
                        PERCENT.get(i),
                        "Key " + name(key) + " has used " + used + " of " + limit.getAsLong() + " "
                                + (kind == Kind.OPERATIONS ? "operations" : "bytes") + "."));
            }
        }
    }

    private static String name(KeyFacts key) {
        return key.token() + ":" + key.alias();
    }
}

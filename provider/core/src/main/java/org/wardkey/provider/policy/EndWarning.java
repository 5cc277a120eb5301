package org.wardkey.provider.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.Purpose;

/**
 * That a key comes to an end: pure.
 *
 * @param key the key
 * @param kind what ends
 * @param purpose which purpose ends, where those of a window end at different times
 * @param threshold the threshold that was passed: days before the end, or percent of the limit
 * @param text a sentence for a person
 */
public record EndWarning(KeyFacts key, Kind kind, Optional<Purpose> purpose, int threshold, String text) {
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
     * @param ends until when each of its purposes is allowed
     * @param operations how many operations are used up
     * @param bytes how many bytes are used up
     * @param now the time
     * @return the warnings; none if the key is not near its end, or past it
     */
    public static List<EndWarning> of(
            KeyFacts key, Map<Purpose, Instant> ends, long operations, long bytes, Instant now) {
        List<EndWarning> found = new ArrayList<>();
        windows(found, key, ends, true, now);
        windows(found, key, ends, false, now);
        limit(found, key, Kind.OPERATIONS, key.authorizations().maximumOperations(), operations);
        limit(found, key, Kind.BYTES, key.authorizations().maximumBytes(), bytes);
        return found;
    }

    /** @return what ends, as it is noted: the kind, and the purpose if there is one */
    public String name() {
        return purpose.map(only -> kind + ":" + only).orElse(kind.name());
    }

    /** The purposes of one side together if they end together, otherwise each by itself. */
    private static void windows(
            List<EndWarning> found, KeyFacts key, Map<Purpose, Instant> ends, boolean originating, Instant now) {
        Map<Purpose, Instant> side = new EnumMap<>(Purpose.class);
        ends.forEach((purpose, end) -> {
            if (purpose.originating() == originating) {
                side.put(purpose, end);
            }
        });
        boolean together = Set.copyOf(side.values()).size() == 1;
        for (Map.Entry<Purpose, Instant> one : side.entrySet()) {
            window(
                    found,
                    key,
                    together ? Optional.empty() : Optional.of(one.getKey()),
                    originating,
                    one.getValue(),
                    now);
            if (together) {
                return;
            }
        }
    }

    private static void window(
            List<EndWarning> found,
            KeyFacts key,
            Optional<Purpose> purpose,
            boolean originating,
            Instant end,
            Instant now) {
        if (end.equals(Instant.MAX) || !now.isBefore(end)) {
            return;
        }
        KeyAuthorizations own = key.authorizations();
        Instant begun = (originating ? own.origination() : own.consumption()).start();
        Duration length = Duration.between(begun.isBefore(key.created()) ? key.created() : begun, end);
        Duration left = Duration.between(now, end);
        Kind kind = originating ? Kind.ORIGINATION : Kind.CONSUMPTION;
        String what = (originating ? "origination" : "consumption") + " window of key " + name(key);
        String text = purpose.map(only ->
                        "The time in which key " + name(key) + " may " + Words.of(only) + " ends at " + end + ".")
                .orElse("The " + what + " ends at " + end + ".");
        for (int i = DAYS.size() - 1; i >= 0; i--) {
            Duration threshold = Duration.ofDays(DAYS.get(i));
            if (left.compareTo(threshold) <= 0 && length.compareTo(threshold) > 0) {
                found.add(new EndWarning(key, kind, purpose, DAYS.get(i), text));
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
                        Optional.empty(),
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

package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * A limit on operations or bytes that refuses from a day on, and until then only reports. Who counts decides
 * where from; this says what there is to report. Pure.
 *
 * @param rule the rule
 * @param maximumOperations how many operations; empty if it does not limit them
 * @param maximumBytes how many bytes; empty if it does not limit them
 * @param deniesFrom when it begins to refuse
 */
public record ObservedLimit(
        RuleId rule, OptionalLong maximumOperations, OptionalLong maximumBytes, Instant deniesFrom) {
    /**
     * Reports what the limit would refuse.
     *
     * @param key the key
     * @param operations how many operations the key has run, with the present one
     * @param bytes how many bytes it has processed, with the present ones
     * @return the observations; none while both are within the limit
     */
    public List<Observation> observations(KeyFacts key, long operations, long bytes) {
        List<Observation> found = new ArrayList<>();
        if (maximumOperations.isPresent() && operations > maximumOperations.getAsLong()) {
            found.add(observation(
                    RefusalCode.OPERATIONS_USED_UP,
                    KeyChecks.name(key) + " was used " + operations + " times of " + maximumOperations.getAsLong()));
        }
        if (maximumBytes.isPresent() && bytes > maximumBytes.getAsLong()) {
            found.add(observation(
                    RefusalCode.BYTES_USED_UP,
                    KeyChecks.name(key) + " processed " + bytes + " bytes of " + maximumBytes.getAsLong()));
        }
        return found;
    }

    private Observation observation(RefusalCode code, String words) {
        return new Observation(new Refusal(code, words + ". Rule " + rule + ".", rule.toString()), deniesFrom);
    }

    /** The smallest of some limits. */
    static OptionalLong smallest(List<ObservedLimit> limits, boolean operations) {
        return limits.stream()
                .map(limit -> operations ? limit.maximumOperations : limit.maximumBytes)
                .flatMapToLong(OptionalLong::stream)
                .min();
    }
}

package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * Replays past operations under a candidate policy: what would it have refused? Pure.
 *
 * <p>Limits count from the first operation that is replayed: what was used before is not known here.
 */
public final class PolicyTrial {
    private final Policy candidate;
    private final Map<KeyId, KeyPolicy> compiled = new HashMap<>();
    private final Map<KeyId, Used> used = new HashMap<>();
    private final Map<Rehearsed, Used> rehearsed = new HashMap<>();
    private final Map<Subject, Tally> refused = new TreeMap<>(Subject.ORDER);
    private long operations;

    /**
     * Who is hit, and by what.
     *
     * @param key the key, as {@code TOKEN:ALIAS}
     * @param id the key's name for life
     * @param program the program
     * @param code the code of the refusal
     * @param rule the rule; empty for the key's own authorizations
     * @param observed whether the rule would only have observed at that time
     */
    public record Subject(String key, KeyId id, String program, RefusalCode code, String rule, boolean observed) {
        private static final Comparator<Subject> ORDER = Comparator.comparing(Subject::key)
                .thenComparing(Subject::program)
                .thenComparing(Subject::code)
                .thenComparing(Subject::rule)
                .thenComparing(Subject::observed)
                .thenComparing(subject -> subject.id().toString());
    }

    /**
     * What one subject would have lost.
     *
     * @param subject who, and by what
     * @param operations how many operations
     * @param first the time of the first
     * @param last the time of the last
     */
    public record Line(Subject subject, long operations, Instant first, Instant last) {}

    /**
     * What came out.
     *
     * @param operations how many operations were replayed
     * @param lines what would have been refused or observed, by key and program
     */
    public record Report(long operations, List<Line> lines) {
        /** Copies the list. */
        public Report {
            lines = List.copyOf(lines);
        }

        /** @return how many operations would have been refused */
        public long refused() {
            return lines.stream()
                    .filter(line -> !line.subject().observed())
                    .mapToLong(Line::operations)
                    .sum();
        }
    }

    /** A rule that only observes a key: it counts by itself, as it would once it refuses. */
    private record Rehearsed(KeyId key, RuleId rule) {}

    /** What a key used up in the replay. */
    private static final class Used {
        private long operations;
        private long bytes;
    }

    private static final class Tally {
        private long operations;
        private Instant first = Instant.MAX;
        private Instant last = Instant.MIN;

        void add(PastOperation past) {
            operations += past.operations();
            first = past.time().isBefore(first) ? past.time() : first;
            last = past.time().isAfter(last) ? past.time() : last;
        }
    }

    private PolicyTrial(Policy candidate) {
        this.candidate = candidate;
    }

    /**
     * Replays operations.
     *
     * @param past the operations, in the order of time; read once, never held together
     * @param candidate the policy to be tried
     * @return the report
     */
    public static Report replay(Stream<PastOperation> past, Policy candidate) {
        PolicyTrial trial = new PolicyTrial(candidate);
        past.sequential().forEach(trial::replay);
        return trial.report();
    }

    private void replay(PastOperation past) {
        operations += past.operations();
        KeyPolicy policy = compiled(past);
        Decision decision =
                policy.decide(new OperationRequest(past.purpose(), past.mechanism(), past.bytes()), past.time());
        if (decision instanceof Decision.Deny deny) {
            tally(past, deny.refusal(), false);
            return;
        }
        if (decision instanceof Decision.Allow allow) {
            allow.observations().forEach(observation -> tally(past, observation.refusal(), true));
        }
        charge(past, policy.effectiveAuthorizations(past.time()));
    }

    private KeyPolicy compiled(PastOperation past) {
        KeyPolicy known = compiled.get(past.key().id());
        if (known != null
                && known.key().equals(past.key())
                && known.attributes().equals(past.attributes())) {
            return known;
        }
        KeyPolicy made = candidate.forKey(past.key(), past.attributes());
        compiled.put(past.key().id(), made);
        return made;
    }

    /** Takes operations off the limits, as the ledger would: refused ones cost nothing. */
    private void charge(PastOperation past, EffectiveAuthorizations effective) {
        Used soFar = used.computeIfAbsent(past.key().id(), id -> new Used());
        KeyAuthorizations limits = effective.authorizations();
        if (exceeds(soFar.operations, past.operations(), limits.maximumOperations())) {
            tally(past, usedUp(RefusalCode.OPERATIONS_USED_UP, effective, "maximum-operations"), false);
        } else if (exceeds(soFar.bytes, past.bytes(), limits.maximumBytes())) {
            tally(past, usedUp(RefusalCode.BYTES_USED_UP, effective, "maximum-bytes"), false);
        } else {
            soFar.operations += past.operations();
            soFar.bytes += past.bytes();
            effective.observed().forEach(limit -> rehearse(past, limit));
        }
    }

    private void rehearse(PastOperation past, ObservedLimit limit) {
        Used soFar = rehearsed.computeIfAbsent(new Rehearsed(past.key().id(), limit.rule()), r -> new Used());
        List<Observation> found = limit.observations(
                past.key(), plus(soFar.operations, past.operations()), plus(soFar.bytes, past.bytes()));
        if (found.isEmpty()) {
            soFar.operations += past.operations();
            soFar.bytes += past.bytes();
            return;
        }
        // The first is what would have been refused with; refused once, it is refused.
        tally(past, found.get(0).refusal(), true);
    }

    /** Numbers of the past may be any: what is more than can be counted is more than any limit. */
    private static long plus(long used, long more) {
        return more > Long.MAX_VALUE - used ? Long.MAX_VALUE : used + more;
    }

    private static boolean exceeds(long used, long more, OptionalLong limit) {
        return limit.isPresent() && more > limit.getAsLong() - used;
    }

    private static Refusal usedUp(RefusalCode code, EffectiveAuthorizations effective, String limit) {
        RuleId rule = effective.setBy().get(limit);
        return new Refusal(code, "", rule == null ? "" : rule.toString());
    }

    private void tally(PastOperation past, Refusal refusal, boolean observed) {
        Subject subject = new Subject(
                past.key().token() + ":" + past.key().alias(),
                past.key().id(),
                past.program(),
                refusal.code(),
                refusal.rule(),
                observed);
        refused.computeIfAbsent(subject, s -> new Tally()).add(past);
    }

    private Report report() {
        return new Report(
                operations,
                refused.entrySet().stream()
                        .map(entry -> new Line(
                                entry.getKey(),
                                entry.getValue().operations,
                                entry.getValue().first,
                                entry.getValue().last))
                        .toList());
    }
}

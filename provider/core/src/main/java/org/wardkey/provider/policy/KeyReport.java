package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.Window;

/**
 * All that a policy says about one key: every use that its type can have, and every window and limit. Pure.
 *
 * @param key the key's facts, with its own authorizations
 * @param at the time of the answers
 * @param answers one for each purpose, algorithm and hash function
 * @param limits the windows and limits that hold
 */
public record KeyReport(KeyFacts key, Instant at, List<Answer> answers, List<Limit> limits) {
    /** The last day that a document can name: what begins then is said not to begin. */
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private static final Set<Family> NO_BYTES = EnumSet.of(Family.RSA_OAEP, Family.ECDH, Family.X25519, Family.X448);

    /** Copies the lists. */
    public KeyReport {
        answers = List.copyOf(answers);
        limits = List.copyOf(limits);
    }

    /**
     * Who says something.
     *
     * @param rule {@code POLICY/RULE}; empty if it is the key's own authorizations or state
     * @param place file and line of the rule; empty if there is none
     * @param standard the standard that the rule names as its source; empty if it names none
     */
    public record Source(String rule, String place, String standard) {
        /** The key itself. */
        static final Source OWN = new Source("", "", "");
    }

    /**
     * Why something is or would be refused.
     *
     * @param code the code
     * @param words the particulars, a sentence
     * @param source who refuses
     */
    public record Reason(RefusalCode code, String words, Source source) {}

    /**
     * What a rule that only observes would refuse.
     *
     * @param reason why
     * @param deniesFrom when it begins to refuse
     */
    public record Observed(Reason reason, Instant deniesFrom) {}

    /**
     * When an answer becomes another.
     *
     * @param at when
     * @param reason why it is refused then; empty if it is allowed then
     */
    public record Change(Instant at, Optional<Reason> reason) {}

    /**
     * The answer for one use.
     *
     * @param purpose what is done
     * @param mechanism how
     * @param reason why it is refused; empty if it is allowed
     * @param observed what rules that only observe have against it
     * @param change when the clock alone turns the answer round; empty if never
     */
    public record Answer(
            Purpose purpose,
            Mechanism mechanism,
            Optional<Reason> reason,
            List<Observed> observed,
            Optional<Change> change) {
        /** Copies the list. */
        public Answer {
            observed = List.copyOf(observed);
        }

        /** @return whether the use is allowed */
        public boolean allowed() {
            return reason.isEmpty();
        }
    }

    /**
     * A window or limit.
     *
     * @param name its name, as in the stored authorizations; {@link #OVERLAP} for that of a replaced key
     * @param value what it is, in words
     * @param left what is left of it, in words; empty where nothing runs out
     * @param source who set it
     * @param observedUntil until when it only reports; empty if it refuses
     */
    public record Limit(String name, String value, String left, Source source, Optional<Instant> observedUntil) {
        /** Until when a key may originate beside its successor; set by the rotation, whatever its windows say. */
        public static final String OVERLAP = "rotation-overlap";
    }

    /**
     * What refuses beside key and policy.
     *
     * @param refusal why a request would be refused at a time
     * @param overlapEnd until when the key may originate; empty if it was not replaced
     */
    public record Besides(
            BiFunction<OperationRequest, Instant, Optional<Refusal>> refusal, Optional<Instant> overlapEnd) {}

    /**
     * Asks everything.
     *
     * @param policy the policy of the key
     * @param now the time
     * @param operations how many operations are used up
     * @param bytes how many bytes are used up
     * @param besides what else refuses
     * @return the report
     */
    public static KeyReport of(KeyPolicy policy, Instant now, long operations, long bytes, Besides besides) {
        List<Answer> answers = new ArrayList<>();
        Besides more = new Besides(
                (request, then) -> besides.refusal()
                        .apply(request, then)
                        .or(() -> usedUp(policy.effectiveAuthorizations(then), operations, bytes, request)),
                besides.overlapEnd());
        for (Purpose purpose : Purpose.values()) {
            for (Family family : KeyChecks.families(policy.key().type(), purpose)) {
                for (Digest digest : KeyChecks.digests(family)) {
                    answers.add(
                            answer(policy, new OperationRequest(purpose, Mechanism.of(family, digest), 0), now, more));
                }
            }
        }
        List<Limit> limits = limits(policy, now, operations, bytes);
        besides.overlapEnd().ifPresent(end -> limits.add(overlap(end, now)));
        return new KeyReport(policy.key(), now, answers, limits);
    }

    /** What the ledger will say. Operations whose size is that of a digest or key count no bytes. */
    private static Optional<Refusal> usedUp(
            EffectiveAuthorizations left, long operations, long bytes, OperationRequest request) {
        OptionalLong mostOperations = left.authorizations().maximumOperations();
        OptionalLong mostBytes = left.authorizations().maximumBytes();
        if (mostOperations.isPresent() && operations >= mostOperations.getAsLong()) {
            return Optional.of(refusal(
                    RefusalCode.OPERATIONS_USED_UP,
                    operations + " of " + mostOperations.getAsLong() + " operations are used.",
                    left.setBy().get("maximum-operations")));
        }
        boolean counts = !NO_BYTES.contains(request.mechanism().family());
        if (counts && mostBytes.isPresent() && bytes >= mostBytes.getAsLong()) {
            return Optional.of(refusal(
                    RefusalCode.BYTES_USED_UP,
                    bytes + " of " + mostBytes.getAsLong() + " bytes are used.",
                    left.setBy().get("maximum-bytes")));
        }
        return Optional.empty();
    }

    private static Refusal refusal(RefusalCode code, String detail, @Nullable RuleId rule) {
        return new Refusal(code, detail, rule == null ? "" : rule.toString());
    }

    private static Answer answer(KeyPolicy policy, OperationRequest request, Instant now, Besides besides) {
        Decision decision = policy.decide(request, now);
        Optional<Reason> reason = reason(policy, decision, besides.refusal().apply(request, now));
        List<Observed> observed = new ArrayList<>();
        if (decision instanceof Decision.Allow allow) {
            allow.observations().forEach(o -> observed.add(new Observed(reason(policy, o.refusal()), o.deniesFrom())));
        }
        return new Answer(
                request.purpose(),
                request.mechanism(),
                reason,
                observed,
                change(policy, request, now, besides, reason));
    }

    private static Optional<Change> change(
            KeyPolicy policy, OperationRequest request, Instant now, Besides besides, Optional<Reason> present) {
        TreeSet<Instant> instants = new TreeSet<>(policy.instants());
        besides.overlapEnd().ifPresent(instants::add);
        for (Instant later : instants) {
            if (!later.isAfter(now) || !later.isBefore(NEVER)) {
                continue;
            }
            Optional<Reason> then = reason(
                    policy, policy.decide(request, later), besides.refusal().apply(request, later));
            if (then.isPresent() != present.isPresent()) {
                return Optional.of(new Change(later, then));
            }
        }
        return Optional.empty();
    }

    private static Optional<Reason> reason(KeyPolicy policy, Decision decision, Optional<Refusal> more) {
        Optional<Refusal> refusal = decision instanceof Decision.Deny deny ? Optional.of(deny.refusal()) : more;
        return refusal.map(why -> reason(policy, why));
    }

    private static Reason reason(KeyPolicy policy, Refusal refusal) {
        return new Reason(refusal.code(), refusal.detail(), source(policy, refusal.rule()));
    }

    private static Source source(KeyPolicy policy, String rule) {
        return policy.policy().rules().stream()
                .map(PolicyRule::header)
                .filter(header -> header.id().toString().equals(rule))
                .findFirst()
                .map(header -> new Source(rule, header.place(), header.source()))
                .orElse(Source.OWN);
    }

    private static List<Limit> limits(KeyPolicy policy, Instant now, long operations, long bytes) {
        EffectiveAuthorizations left = policy.effectiveAuthorizations(now);
        List<Limit> limits = new ArrayList<>();
        limits.add(window(policy, left, "origination", left.authorizations().origination(), now));
        limits.add(window(policy, left, "consumption", left.authorizations().consumption(), now));
        left.authorizations()
                .maximumOperations()
                .ifPresent(most -> limits.add(new Limit(
                        "maximum-operations",
                        String.valueOf(most),
                        Math.max(0, most - operations) + " operations",
                        setBy(policy, left, "maximum-operations"),
                        Optional.empty())));
        left.authorizations()
                .maximumBytes()
                .ifPresent(most -> limits.add(new Limit(
                        "maximum-bytes",
                        String.valueOf(most),
                        Math.max(0, most - bytes) + " bytes",
                        setBy(policy, left, "maximum-bytes"),
                        Optional.empty())));
        for (ObservedLimit observed : left.observed()) {
            Source source = source(policy, observed.rule().toString());
            Optional<Instant> until = Optional.of(observed.deniesFrom());
            observed.maximumOperations()
                    .ifPresent(most ->
                            limits.add(new Limit("maximum-operations", String.valueOf(most), "", source, until)));
            observed.maximumBytes()
                    .ifPresent(most -> limits.add(new Limit("maximum-bytes", String.valueOf(most), "", source, until)));
        }
        return limits;
    }

    private static Limit window(
            KeyPolicy policy, EffectiveAuthorizations left, String name, Window window, Instant now) {
        String from = window.starts() ? "from " + window.start() + " " : "";
        String value = from + (window.ends() ? "until " + window.end() : from.isEmpty() ? "always" : "on");
        return new Limit(name, value.strip(), KeyReport.left(window, now), setBy(policy, left, name), Optional.empty());
    }

    private static Limit overlap(Instant end, Instant now) {
        return new Limit(Limit.OVERLAP, "until " + end, left(end, now), Source.OWN, Optional.empty());
    }

    private static String left(Window window, Instant now) {
        return window.ends() ? left(window.end(), now) : "";
    }

    private static String left(Instant end, Instant now) {
        return now.isBefore(end) ? java.time.Duration.between(now, end).toDays() + " days" : "nothing";
    }

    private static Source setBy(KeyPolicy policy, EffectiveAuthorizations left, String name) {
        RuleId rule = left.setBy().get(name);
        return rule == null ? Source.OWN : source(policy, rule.toString());
    }
}

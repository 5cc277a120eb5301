package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.Window;

/**
 * What a policy says about one key at one epoch. Immutable to the outside and thread-safe.
 *
 * <p>Theory of operation. Which rules chose the key is settled at construction. For a given key, a
 * decision depends on purpose, algorithm, hash function and time alone, and it changes at known
 * instants only; so there is one {@link Timeline} for each such use, made when it is first asked for.
 * A decision is then a look-up and a few comparisons, whatever the number of rules.
 */
public final class KeyPolicy {
    private static final int FAMILIES = Family.values().length;
    private static final int DIGESTS = Digest.values().length;
    private static final Decision ALLOW = new Decision.Allow();

    private final Policy policy;
    private final KeyFacts key;
    private final KeyAttributes attributes;
    private final List<PolicyRule> rules;
    private final Map<RuleId, Instant> lifted = new HashMap<>();
    private final AtomicReferenceArray<AtomicReferenceArray<Timeline<Decision>>> uses =
            new AtomicReferenceArray<>(Purpose.values().length);
    private final Timeline<EffectiveAuthorizations> effective;

    KeyPolicy(Policy policy, KeyFacts key, KeyAttributes attributes) {
        this.policy = policy;
        this.key = key;
        this.attributes = attributes;
        this.rules = policy.rules().stream()
                .filter(rule -> rule.header().when().matches(key, attributes) && rule.concerns(key))
                .toList();
        for (Exemption exception : policy.exceptions()) {
            if (exception.when().matchesItself(key, attributes)) {
                lifted.merge(exception.lifts(), exception.expires(), (a, b) -> a.isAfter(b) ? a : b);
            }
        }
        this.effective = new Timeline<>(
                changes(rules), now -> EffectiveAuthorizations.of(key, enforcedKeyRules(now), observedLimits(now)));
    }

    /** @return the key's facts, for which this was compiled */
    public KeyFacts key() {
        return key;
    }

    /**
     * Decides on one operation: first by the key's own state and authorizations, then by the policy.
     * Total: whatever is asked for, whenever, it answers.
     *
     * @param request what is asked for
     * @param now the time of the decision
     * @return allow, or deny with reason and rule
     */
    public Decision decide(OperationRequest request, Instant now) {
        Optional<Refusal> own = KeyChecks.refusal(request, key, now);
        return own.isPresent() ? new Decision.Deny(own.get()) : byPolicy(request, now);
    }

    /** Decides by the rules alone. */
    @SuppressWarnings("EnumOrdinal") // an index into a table that nobody stores
    Decision byPolicy(OperationRequest request, Instant now) {
        int purpose = request.purpose().ordinal();
        AtomicReferenceArray<Timeline<Decision>> ofPurpose = uses.get(purpose);
        if (ofPurpose == null) {
            ofPurpose = new AtomicReferenceArray<>(FAMILIES * DIGESTS);
            uses.set(purpose, ofPurpose);
        }
        int index = request.mechanism().family().ordinal() * DIGESTS
                + request.mechanism().digest().ordinal();
        Timeline<Decision> timeline = ofPurpose.get(index);
        if (timeline == null) {
            timeline = timeline(Use.of(request));
            ofPurpose.set(index, timeline);
        }
        return timeline.at(now);
    }

    private Timeline<Decision> timeline(Use use) {
        List<PolicyRule> covering =
                rules.stream().filter(rule -> rule.covers(use, key)).toList();
        return new Timeline<>(changes(covering), now -> decide(covering, use, now));
    }

    private List<Instant> changes(List<PolicyRule> some) {
        List<Instant> instants = new ArrayList<>();
        for (PolicyRule rule : some) {
            rule.changes(key, instants::add);
            rule.header().observeUntil().ifPresent(instants::add);
            instants.add(lifted.getOrDefault(rule.header().id(), Instant.MIN));
        }
        return instants;
    }

    private Decision decide(List<PolicyRule> some, Use use, Instant now) {
        List<Observation> observations = new ArrayList<>();
        for (PolicyRule rule : some) {
            Optional<Denial> denial = isLifted(rule, now) ? Optional.empty() : rule.check(use, key, now);
            if (denial.isEmpty()) {
                continue;
            }
            Refusal refusal = refusal(rule, denial.get());
            Optional<Instant> observeUntil = rule.header().observeUntil();
            if (observeUntil.isEmpty() || !now.isBefore(observeUntil.get())) {
                return new Decision.Deny(refusal);
            }
            observations.add(new Observation(refusal, observeUntil.get()));
        }
        return observations.isEmpty() ? ALLOW : new Decision.Allow(observations);
    }

    boolean isLifted(PolicyRule rule, Instant now) {
        return now.isBefore(lifted.getOrDefault(rule.header().id(), Instant.MIN));
    }

    private Refusal refusal(PolicyRule rule, Denial denial) {
        String id = rule.header().id().toString();
        return new Refusal(denial.code(), KeyChecks.name(key) + ": " + denial.words() + " Rule " + id + ".", id);
    }

    private List<KeyRule> enforcedKeyRules(Instant now) {
        List<KeyRule> enforced = new ArrayList<>();
        for (PolicyRule rule : rules) {
            if (rule instanceof KeyRule keyRule
                    && !isLifted(rule, now)
                    && !rule.header().observesAt(now)) {
                enforced.add(keyRule);
            }
        }
        return enforced;
    }

    private List<ObservedLimit> observedLimits(Instant now) {
        List<ObservedLimit> observed = new ArrayList<>();
        for (PolicyRule rule : rules) {
            if (rule instanceof KeyRule keyRule && !isLifted(rule, now)) {
                rule.header()
                        .observeUntil()
                        .filter(now::isBefore)
                        .flatMap(keyRule::observedLimit)
                        .ifPresent(observed::add);
            }
        }
        return observed;
    }

    /**
     * Decides whether the key may be made or imported: at least one of its purposes must be of use under
     * the policy, and it must not be exportable where the policy says so. A key that is made (not
     * imported) must be able to protect data.
     *
     * @param now the time of the decision
     * @return allow, or deny with the reason of the first purpose that is not
     */
    public Decision admit(Instant now) {
        if (key.authorizations().exportable()) {
            for (KeyRule rule : enforcedKeyRules(now)) {
                if (rule.exportDenied()) {
                    return new Decision.Deny(
                            refusal(rule, new Denial(RefusalCode.EXPORT_DENIED, "It is asked for as exportable.")));
                }
            }
        }
        if (key.type() == KeyType.PASSWORD) {
            KeyAuthorizations effective = effectiveAuthorizations(now).authorizations();
            boolean counted = effective.maximumOperations().isPresent()
                    || effective.maximumBytes().isPresent();
            return counted ? new Decision.Deny(passwordIsNotCounted(key)) : permits(Purpose.DECRYPT, now);
        }
        Decision first = ALLOW;
        for (Purpose purpose : key.authorizations().purposes()) {
            for (Use use : uses(purpose)) {
                Decision decision = decide(rules, use, now);
                if (decision.allowed()) {
                    return decision;
                }
                first = first.allowed() ? decision : first;
            }
        }
        return first;
    }

    /**
     * Decides on a use that no algorithm serves, by the rules about keys alone: that a password is read counts as decryption.
     *
     * @param purpose what is done
     * @param now the time of the decision
     * @return allow, or deny with reason and rule
     */
    public Decision permits(Purpose purpose, Instant now) {
        // Rules about keys look at no algorithm.
        Use use = new Use(purpose, Family.AES_KW, Digest.NONE, false);
        return decide(rules.stream().filter(KeyRule.class::isInstance).toList(), use, now);
    }

    /** Why a password under a limit is refused: nobody counts how often programs read it. */
    public static Refusal passwordIsNotCounted(KeyFacts key) {
        return new Refusal(
                RefusalCode.NOT_EXPORTABLE,
                KeyChecks.name(key) + " has a limit of operations or bytes, and reading passwords is not counted.");
    }

    private List<Use> uses(Purpose purpose) {
        List<Use> all = new ArrayList<>();
        for (Family family : KeyChecks.families(key.type(), purpose)) {
            for (Digest digest : digests(family)) {
                all.add(new Use(purpose, family, digest, !key.imported()));
            }
        }
        return all;
    }

    private Iterable<Digest> digests(Family family) {
        Set<Digest> own = key.authorizations().digests();
        if (!KeyChecks.usesDigest(family)) {
            return List.of(Digest.NONE);
        }
        // Where nothing is said, SHA-2 comes first so that an allowed key gets its answer at once.
        return own.isEmpty()
                ? Arrays.stream(Digest.values())
                        .filter(digest -> digest == Digest.NONE || digest.isOfHmac())
                        .sorted((a, b) -> Integer.compare(b.sizeBytes(), a.sizeBytes()))
                        .toList()
                : own;
    }

    /**
     * What the policy leaves of the key's own authorizations: what the gate hands to the ledger and the
     * read-back.
     *
     * @param now the time
     * @return the authorizations, and which rule set each
     */
    public EffectiveAuthorizations effectiveAuthorizations(Instant now) {
        return effective.at(now);
    }

    /**
     * Says in words how a decision comes about: every check, every rule, every exception.
     *
     * @param request what is asked for
     * @param now the time of the decision
     * @return the explanation
     */
    public Explanation explain(OperationRequest request, Instant now) {
        return Explanation.of(this, request, now);
    }

    /** When the clock alone may change an answer. */
    List<Instant> instants() {
        List<Instant> instants = changes(rules);
        for (Window own :
                List.of(key.authorizations().origination(), key.authorizations().consumption())) {
            instants.add(own.start());
            instants.add(own.end());
        }
        return instants;
    }

    Policy policy() {
        return policy;
    }

    KeyAttributes attributes() {
        return attributes;
    }
}

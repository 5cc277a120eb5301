package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.RefusalCode;

/**
 * A rule about how long and how much keys may be used, and for what.
 *
 * @param header name, choice of keys and place
 * @param purposes the rule is about keys that may serve one of these, and about these uses of them; empty
 *     for all
 * @param maximumOriginationPeriod how long a key may protect data
 * @param maximumConsumptionPeriod how long a key may process protected data
 * @param maximumOperations how many operations a key may run in its life
 * @param maximumBytes how many bytes a key may process in its life
 * @param allowedPurposes what keys may be used for; empty for anything
 * @param exportDenied whether keys must not be exportable
 * @param constantTimeRequired whether only engines serve them whose timing does not depend on secrets
 * @param auditEach whether each of their operations is recorded
 */
public record KeyRule(
        RuleHeader header,
        Set<Purpose> purposes,
        Optional<CryptoPeriod> maximumOriginationPeriod,
        Optional<CryptoPeriod> maximumConsumptionPeriod,
        OptionalLong maximumOperations,
        OptionalLong maximumBytes,
        Set<Purpose> allowedPurposes,
        boolean exportDenied,
        boolean constantTimeRequired,
        boolean auditEach)
        implements PolicyRule {
    /** Copies the sets. */
    public KeyRule {
        purposes = Set.copyOf(purposes);
        allowedPurposes = Set.copyOf(allowedPurposes);
    }

    @Override
    public boolean concerns(KeyFacts key) {
        return purposes.isEmpty()
                || !Collections.disjoint(purposes, key.authorizations().purposes());
    }

    @Override
    public boolean covers(Use use, KeyFacts key) {
        return purposes.isEmpty() || purposes.contains(use.purpose());
    }

    @Override
    public Optional<Denial> check(Use use, KeyFacts key, Instant now) {
        if (!covers(use, key)) {
            return Optional.empty();
        }
        if (!allowedPurposes.isEmpty() && !allowedPurposes.contains(use.purpose())) {
            return Optional.of(new Denial(
                    RefusalCode.PURPOSE_DENIED,
                    "Such keys may " + Words.of(allowedPurposes) + ", asked to " + Words.of(use.purpose()) + "."));
        }
        boolean originating = use.purpose().originating();
        Optional<CryptoPeriod> period = originating ? maximumOriginationPeriod : maximumConsumptionPeriod;
        Optional<Instant> end = period.map(longest -> longest.endFrom(key.created()));
        if (end.isEmpty() || now.isBefore(end.get())) {
            return Optional.empty();
        }
        return Optional.of(new Denial(
                originating ? RefusalCode.ORIGINATION_PERIOD_ENDED : RefusalCode.CONSUMPTION_PERIOD_ENDED,
                "It was made at " + key.created() + " and could " + Words.of(use.purpose()) + " for " + period.get()
                        + ", until " + end.get() + "."));
    }

    @Override
    public void changes(KeyFacts key, Consumer<Instant> instants) {
        maximumOriginationPeriod.ifPresent(period -> instants.accept(period.endFrom(key.created())));
        maximumConsumptionPeriod.ifPresent(period -> instants.accept(period.endFrom(key.created())));
    }

    /** What the rule limits from a day on, if it limits operations or bytes. */
    Optional<ObservedLimit> observedLimit(Instant deniesFrom) {
        return maximumOperations.isEmpty() && maximumBytes.isEmpty()
                ? Optional.empty()
                : Optional.of(new ObservedLimit(header.id(), maximumOperations, maximumBytes, deniesFrom));
    }
}

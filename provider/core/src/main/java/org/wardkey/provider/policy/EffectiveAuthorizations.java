package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Window;

/**
 * What the policy leaves of a key's own authorizations: of two limits the smaller, of two windows what
 * both have.
 *
 * @param authorizations the authorizations
 * @param setBy for each authorization that the policy narrowed, by its name in the stored form, the rule
 *     that did; the others are the key's own
 * @param observed the limits of rules that only observe, by the rules' names; they narrow nothing
 * @param ends until when each of the purposes is allowed, by the key's windows and the policy's periods; {@link
 *     Instant#MAX} for one without an end. A window of the authorizations goes as far as the last of its purposes
 */
public record EffectiveAuthorizations(
        KeyAuthorizations authorizations,
        Map<String, RuleId> setBy,
        List<ObservedLimit> observed,
        Map<Purpose, Instant> ends) {
    /** Copies the collections. */
    public EffectiveAuthorizations {
        ends = Map.copyOf(ends);
        setBy = Map.copyOf(setBy);
        observed = List.copyOf(observed);
    }

    static EffectiveAuthorizations of(KeyFacts key, Collection<KeyRule> rules, List<ObservedLimit> observed) {
        Narrowing narrowing = new Narrowing(key);
        rules.forEach(narrowing::apply);
        return narrowing.result(observed);
    }

    /** @return the smallest number of operations that a rule which only observes would leave; empty if none does */
    public OptionalLong observedOperations() {
        return ObservedLimit.smallest(observed, true);
    }

    /** @return the smallest number of bytes that a rule which only observes would leave; empty if none does */
    public OptionalLong observedBytes() {
        return ObservedLimit.smallest(observed, false);
    }

    /** Takes away rule by rule. */
    private static final class Narrowing {
        private final KeyFacts key;
        private final KeyAuthorizations own;
        private final Map<String, RuleId> setBy = new LinkedHashMap<>();
        private final Map<Purpose, Instant> ends = new EnumMap<>(Purpose.class);
        private final Map<Purpose, RuleId> endedBy = new EnumMap<>(Purpose.class);
        private Set<Purpose> purposes;
        private Window origination;
        private Window consumption;
        private OptionalLong operations;
        private OptionalLong bytes;
        private boolean exportable;
        private AuditGranularity audit;
        private boolean constantTime;

        Narrowing(KeyFacts key) {
            this.key = key;
            this.own = key.authorizations();
            this.purposes = own.purposes();
            this.origination = own.origination();
            this.consumption = own.consumption();
            this.operations = own.maximumOperations();
            this.bytes = own.maximumBytes();
            this.exportable = own.exportable();
            this.audit = own.audit();
            this.constantTime = own.constantTimeRequired();
            purposes.forEach(purpose -> ends.put(purpose, (purpose.originating() ? origination : consumption).end()));
        }

        void apply(KeyRule rule) {
            RuleId id = rule.header().id();
            purposes = purposes(rule);
            ends.keySet().forEach(purpose -> end(purpose, rule));
            operations = smaller("maximum-operations", operations, rule.maximumOperations(), id);
            bytes = smaller("maximum-bytes", bytes, rule.maximumBytes(), id);
            if (rule.exportDenied() && exportable) {
                exportable = false;
                setBy.put("exportable", id);
            }
            if (rule.auditEach() && audit != AuditGranularity.EACH) {
                audit = AuditGranularity.EACH;
                setBy.put("audit", id);
            }
            if (rule.constantTimeRequired() && !constantTime) {
                constantTime = true;
                setBy.put("constant-time-required", id);
            }
        }

        /** A key that is left with no purpose keeps them here, as it must have one; decisions refuse them all. */
        private Set<Purpose> purposes(KeyRule rule) {
            if (rule.allowedPurposes().isEmpty()) {
                return purposes;
            }
            Set<Purpose> left = EnumSet.copyOf(purposes);
            left.removeIf(purpose -> !rule.allowedPurposes().contains(purpose)
                    && (rule.purposes().isEmpty() || rule.purposes().contains(purpose)));
            if (left.isEmpty() || left.equals(purposes)) {
                return purposes;
            }
            setBy.put("purposes", rule.header().id());
            return left;
        }

        private void end(Purpose purpose, KeyRule rule) {
            if (!rule.purposes().isEmpty() && !rule.purposes().contains(purpose)) {
                return;
            }
            Optional<CryptoPeriod> period =
                    purpose.originating() ? rule.maximumOriginationPeriod() : rule.maximumConsumptionPeriod();
            Optional<Instant> end = period.map(longest -> longest.endFrom(key.created()));
            if (end.isPresent() && end.get().isBefore(ends.getOrDefault(purpose, Instant.MAX))) {
                ends.put(purpose, end.get());
                endedBy.put(purpose, rule.header().id());
            }
        }

        /**
         * As long as the purpose of this side that ends last: beyond it nothing is allowed. Where the policy leaves none
         * of this side, those that the key had count.
         */
        private Window shorter(String name, Window window, boolean originating) {
            Optional<Purpose> last = last(purposes, originating).or(() -> last(own.purposes(), originating));
            RuleId rule = last.map(endedBy::get).orElse(null);
            if (last.isEmpty() || rule == null) {
                return window;
            }
            setBy.put(name, rule);
            Instant end = ends.getOrDefault(last.get(), Instant.MAX);
            // A window has at least one instant; the decision refuses that one too.
            return new Window(
                    window.start(),
                    end.isAfter(window.start()) ? end : window.start().plusNanos(1));
        }

        private Optional<Purpose> last(Set<Purpose> among, boolean originating) {
            return among.stream()
                    .filter(purpose -> purpose.originating() == originating)
                    .max(Comparator.comparing(ends::get));
        }

        private OptionalLong smaller(String name, OptionalLong limit, OptionalLong other, RuleId id) {
            if (other.isEmpty() || (limit.isPresent() && limit.getAsLong() <= other.getAsLong())) {
                return limit;
            }
            setBy.put(name, id);
            return other;
        }

        EffectiveAuthorizations result(List<ObservedLimit> observed) {
            origination = shorter("origination", origination, true);
            consumption = shorter("consumption", consumption, false);
            ends.keySet().retainAll(purposes);
            return new EffectiveAuthorizations(
                    new KeyAuthorizations(
                            purposes,
                            own.digests(),
                            own.paddings(),
                            origination,
                            consumption,
                            operations,
                            bytes,
                            exportable,
                            audit,
                            own.continuity(),
                            constantTime,
                            own.labels()),
                    setBy,
                    observed,
                    ends);
        }
    }

    /** The names of authorizations that a policy can narrow, as in the stored form. */
    static final List<String> NAMES = List.of(
            "purposes",
            "origination",
            "consumption",
            "maximum-operations",
            "maximum-bytes",
            "exportable",
            "audit",
            "constant-time-required");
}

package org.wardkey.provider.policy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Window;

/** Random documents, keys, requests and times for properties. */
final class PolicyArbitraries {
    private PolicyArbitraries() {}

    private static <E extends Enum<E>> Arbitrary<Set<E>> some(Class<E> type) {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(2, Arbitraries.just(Set.<E>of())),
                net.jqwik.api.Tuple.of(
                        1, Arbitraries.of(type).set().ofMinSize(1).ofMaxSize(3)));
    }

    static Arbitrary<Instant> times() {
        return Arbitraries.longs().between(-40, 4000).map(days -> TestKeys.CREATED.plus(days, ChronoUnit.DAYS));
    }

    private static Arbitrary<OptionalInt> bits(int... values) {
        List<OptionalInt> choices = new ArrayList<>();
        choices.add(OptionalInt.empty());
        for (int value : values) {
            choices.add(OptionalInt.of(value));
        }
        return Arbitraries.of(choices);
    }

    static Arbitrary<Selector> selectors() {
        return Arbitraries.of(
                Selector.EVERY_KEY,
                Selector.EVERY_KEY,
                new Selector(List.of("ward"), List.of(), List.of(), List.of(), List.of(), Set.of(), Optional.empty()),
                new Selector(
                        List.of(),
                        List.of(new Glob("*1?")),
                        List.of(),
                        List.of(),
                        List.of(),
                        Set.of(),
                        Optional.empty()),
                new Selector(List.of(), List.of(), List.of("icu"), List.of(), List.of(), Set.of(), Optional.empty()),
                new Selector(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new NamePattern("O=A \"quoted\" \\ name")),
                        List.of(),
                        Set.of(KeyType.AES),
                        Optional.of(false)));
    }

    private static Arbitrary<RuleHeader> headers(RuleId id) {
        return Combinators.combine(
                        selectors(), times().optional(0.3), Arbitraries.of("", "because \"x\" \\ y", "größer"))
                .as((when, observe, reason) -> new RuleHeader(id, when, observe, false, reason, "", "", 0));
    }

    private static Arbitrary<PolicyRule> algorithmRules(RuleId id) {
        Arbitrary<AlgorithmScope> scopes = Combinators.combine(
                        some(AlgorithmName.class),
                        some(Digest.class),
                        some(KeyType.class),
                        some(Purpose.class),
                        bits(2048, 3072),
                        bits(112, 128, 192))
                .as(AlgorithmScope::new);
        Arbitrary<Optional<Requirement>> requirements = Combinators.combine(
                        some(AlgorithmName.class),
                        some(Digest.class),
                        some(KeyType.class),
                        bits(256, 3072),
                        bits(112, 192))
                .as(Requirement::new)
                .filter(requirement -> !PolicyWriter.words(requirement).isEmpty())
                .optional(0.3);
        Arbitrary<Window> effects = Combinators.combine(times().optional(0.5), times().optional(0.5))
                .as((from, until) -> {
                    Instant start = from.orElse(Instant.MIN);
                    Instant end = until.orElse(Instant.MAX);
                    return end.isAfter(start) ? new Window(start, end) : new Window(start, Instant.MAX);
                });
        return Combinators.combine(headers(id), scopes, requirements, Arbitraries.of(Verdict.class), effects)
                .as((header, scope, requirement, verdict, effect) -> {
                    boolean idle =
                            verdict == Verdict.ALLOWED && (requirement.isPresent() || effect.equals(Window.ALWAYS));
                    return new AlgorithmRule(header, scope, requirement, idle ? Verdict.DENIED : verdict, effect);
                });
    }

    private static Arbitrary<PolicyRule> keyRules(RuleId id) {
        Arbitrary<Optional<CryptoPeriod>> periods = Combinators.combine(
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.of(ChronoUnit.DAYS, ChronoUnit.MONTHS, ChronoUnit.YEARS))
                .as(CryptoPeriod::new)
                .optional(0.5);
        Arbitrary<OptionalLong> limits = Arbitraries.longs()
                .between(1, 1000)
                .optional(0.5)
                .map(limit -> limit.isPresent() ? OptionalLong.of(limit.get()) : OptionalLong.empty());
        return Combinators.combine(
                        headers(id),
                        some(Purpose.class),
                        periods,
                        periods,
                        limits,
                        limits,
                        some(Purpose.class),
                        Arbitraries.of(true, false))
                .as((header, purposes, origination, consumption, operations, bytes, allowed, flag) -> new KeyRule(
                        header, purposes, origination, consumption, operations, bytes, allowed, true, flag, !flag));
    }

    /** Rules of one document, without overrides. */
    static Arbitrary<PolicyDocument> documents(String name) {
        List<Arbitrary<PolicyRule>> rules = new ArrayList<>();
        for (String rule : new String[] {"a", "b", "c", "d"}) {
            RuleId id = new RuleId(name, rule);
            rules.add(Arbitraries.oneOf(algorithmRules(id), keyRules(id)));
        }
        return Combinators.combine(rules).as(made -> new PolicyDocument("", name, 1, List.of(), made, List.of()));
    }

    static Arbitrary<Exemption> exceptions(String policy, RuleId lifts) {
        return Combinators.combine(selectors().filter(when -> !when.equals(Selector.EVERY_KEY)), times())
                .as((when, expires) ->
                        new Exemption(new RuleId(policy, "x"), lifts, when, "owner", "a reason", expires, "", 0));
    }

    static Arbitrary<KeyFacts> keys() {
        return Combinators.combine(
                        Arbitraries.of(KeyType.class),
                        Arbitraries.of(128, 256, 2048, 3072),
                        Arbitraries.of("", "icu"),
                        Arbitraries.of(true, false))
                .as((type, bits, label, exportable) -> {
                    int size = type.sizeBits() == 0 ? bits : type.sizeBits();
                    KeyFacts plain = label.isEmpty() ? TestKeys.key(type, size) : TestKeys.key(type, size, label);
                    return TestKeys.key(
                            "pump-17",
                            type,
                            size,
                            plain.authorizations().purposes(),
                            exportable,
                            label.isEmpty() ? new String[0] : new String[] {label});
                });
    }

    static Arbitrary<OperationRequest> requests() {
        return Combinators.combine(
                        Arbitraries.of(Purpose.class), Arbitraries.of(Family.class), Arbitraries.of(Digest.class))
                .as((purpose, family, digest) -> new OperationRequest(purpose, Mechanism.of(family, digest), 1));
    }
}

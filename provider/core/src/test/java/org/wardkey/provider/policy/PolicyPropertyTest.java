package org.wardkey.provider.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.OperationRequest;

class PolicyPropertyTest {
    @Provide
    Arbitrary<PolicyDocument> first() {
        return PolicyArbitraries.documents("first");
    }

    @Provide
    Arbitrary<PolicyDocument> second() {
        return PolicyArbitraries.documents("second");
    }

    @Provide
    Arbitrary<PolicyDocument> third() {
        return PolicyArbitraries.documents("third");
    }

    @Provide
    Arbitrary<Exemption> exception() {
        return PolicyArbitraries.exceptions("fourth", new RuleId("first", "a"));
    }

    @Provide
    Arbitrary<KeyFacts> keys() {
        return PolicyArbitraries.keys();
    }

    @Provide
    Arbitrary<OperationRequest> requests() {
        return PolicyArbitraries.requests();
    }

    @Provide
    Arbitrary<Instant> times() {
        return PolicyArbitraries.times();
    }

    private static Policy policy(PolicyDocument... documents) throws PolicyProblem {
        return Policy.combine(List.of(documents), PolicyPack.LIBRARY);
    }

    @Property
    void decide_anything_isTotalDeterministicAndExplained(
            @ForAll("first") PolicyDocument document,
            @ForAll("keys") KeyFacts key,
            @ForAll("requests") OperationRequest request,
            @ForAll("times") Instant now)
            throws PolicyProblem {
        Policy policy = policy(document);
        Decision decision = policy.forKey(key).decide(request, now);
        assertThat(policy.forKey(key).decide(request, now)).isEqualTo(decision);
        assertThat(decision instanceof Decision.Deny deny
                        && deny.refusal().message().isEmpty())
                .isFalse();

        Explanation explanation = policy.forKey(key).explain(request, now);
        assertThat(explanation.decision()).isEqualTo(decision);
        assertThat(explanation.steps().stream().anyMatch(step -> step.outcome() == Explanation.Outcome.DENIES))
                .isEqualTo(!decision.allowed());
        assertThat(policy.forKey(key).admit(now)).isEqualTo(policy.forKey(key).admit(now));
        assertThat(policy.forKey(key).decide(request, Instant.MIN)).isNotNull();
        assertThat(policy.forKey(key).decide(request, Instant.MAX)).isNotNull();
    }

    /** The compiled spans against the rules themselves, asked one by one at the very instant. */
    @Property
    void decide_compiled_isWhatTheRulesSay(
            @ForAll("first") PolicyDocument document,
            @ForAll("exception") Exemption exception,
            @ForAll("keys") KeyFacts key,
            @ForAll("requests") OperationRequest request,
            @ForAll List<@net.jqwik.api.From("times") Instant> moments)
            throws PolicyProblem {
        PolicyDocument with = new PolicyDocument("", "fourth", 1, List.of(), List.of(), List.of(exception));
        Policy policy = policy(document, with);
        KeyPolicy compiled = policy.forKey(key);
        for (Instant now : moments) {
            boolean denied = policy.rules().stream()
                    .filter(rule -> rule.header().when().matches(key, KeyAttributes.NONE) && rule.concerns(key))
                    .filter(rule -> !rule.header().observesAt(now))
                    .filter(rule -> !(rule.header().id().equals(exception.lifts())
                            && exception.when().matches(key, KeyAttributes.NONE)
                            && now.isBefore(exception.expires())))
                    .anyMatch(rule -> rule.check(Use.of(request), key, now).isPresent());
            assertThat(compiled.byPolicy(request, now).allowed()).isEqualTo(!denied);
        }
    }

    @Property
    void combine_anyOrder_isTheSamePolicy(
            @ForAll("first") PolicyDocument first,
            @ForAll("second") PolicyDocument second,
            @ForAll("third") PolicyDocument third,
            @ForAll("exception") Exemption exception,
            @ForAll Random random)
            throws PolicyProblem {
        PolicyDocument fourth = new PolicyDocument("", "fourth", 1, List.of("cnsa-2.0"), List.of(), List.of(exception));
        List<PolicyDocument> documents = new ArrayList<>(List.of(first, second, third, fourth));
        Policy policy = Policy.combine(documents, PolicyPack.LIBRARY);
        Collections.shuffle(documents, random);
        Policy shuffled = Policy.combine(documents, PolicyPack.LIBRARY);
        assertThat(shuffled).isEqualTo(policy);
        assertThat(PolicySnapshot.render(shuffled)).isEqualTo(PolicySnapshot.render(policy));
        assertThat(PolicySnapshot.difference(policy, shuffled)).isEmpty();
    }

    @Property
    void combine_oneMoreDocument_neverAllowsMoreAndNeverWidensALimit(
            @ForAll("first") PolicyDocument first,
            @ForAll("second") PolicyDocument second,
            @ForAll("keys") KeyFacts key,
            @ForAll("requests") OperationRequest request,
            @ForAll("times") Instant now)
            throws PolicyProblem {
        KeyPolicy one = policy(first).forKey(key);
        KeyPolicy two = policy(first, second).forKey(key);
        boolean allowedByBoth = one.decide(request, now).allowed()
                && policy(second).forKey(key).decide(request, now).allowed();
        assertThat(two.decide(request, now).allowed()).isEqualTo(allowedByBoth);
        assertThat(two.admit(now).allowed() && !one.admit(now).allowed()).isFalse();

        KeyAuthorizations wide = one.effectiveAuthorizations(now).authorizations();
        KeyAuthorizations narrow = two.effectiveAuthorizations(now).authorizations();
        assertThat(value(narrow.maximumOperations())).isLessThanOrEqualTo(value(wide.maximumOperations()));
        assertThat(value(narrow.maximumBytes())).isLessThanOrEqualTo(value(wide.maximumBytes()));
        assertThat(narrow.origination().end())
                .isBeforeOrEqualTo(wide.origination().end());
        assertThat(narrow.consumption().end())
                .isBeforeOrEqualTo(wide.consumption().end());
        assertThat(narrow.exportable() && !wide.exportable()).isFalse();
    }

    private static long value(OptionalLong limit) {
        return limit.orElse(Long.MAX_VALUE);
    }

    @Property
    void write_anyDocument_readsBackToTheSame(
            @ForAll("first") PolicyDocument document, @ForAll("exception") Exemption exception) throws PolicyProblem {
        PolicyDocument with = new PolicyDocument(
                "",
                "first",
                3,
                List.of("cnsa-2.0"),
                document.rules(),
                List.of(new Exemption(
                        new RuleId("first", "x"),
                        exception.lifts(),
                        exception.when(),
                        exception.owner(),
                        exception.reason(),
                        exception.expires(),
                        "",
                        0)));
        PolicyDocument read = PolicyReader.read("a.conf", PolicyWriter.write(with));
        assertThat(withoutPlaces(read)).isEqualTo(with);
    }

    private static PolicyDocument withoutPlaces(PolicyDocument document) {
        List<PolicyRule> rules = new ArrayList<>();
        for (PolicyRule rule : document.rules()) {
            RuleHeader h = rule.header();
            RuleHeader bare =
                    new RuleHeader(h.id(), h.when(), h.observeUntil(), h.override(), h.reason(), h.source(), "", 0);
            rules.add(
                    rule instanceof AlgorithmRule a
                            ? new AlgorithmRule(bare, a.scope(), a.requirement(), a.verdict(), a.effect())
                            : with(bare, (KeyRule) rule));
        }
        List<Exemption> exceptions = document.exceptions().stream()
                .map(e -> new Exemption(e.id(), e.lifts(), e.when(), e.owner(), e.reason(), e.expires(), "", 0))
                .toList();
        return new PolicyDocument("", document.name(), document.version(), document.extended(), rules, exceptions);
    }

    private static KeyRule with(RuleHeader header, KeyRule k) {
        return new KeyRule(
                header,
                k.purposes(),
                k.maximumOriginationPeriod(),
                k.maximumConsumptionPeriod(),
                k.maximumOperations(),
                k.maximumBytes(),
                k.allowedPurposes(),
                k.exportDenied(),
                k.constantTimeRequired(),
                k.auditEach());
    }
}

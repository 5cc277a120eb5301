package org.wardkey.provider.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.Padding;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.Window;

class PolicyEngineTest {
    private static final Instant CREATED = Instant.parse("2026-12-01T00:00:00Z");

    private final PolicyEngine engine = new PolicyEngine();

    private static KeyFacts key(
            KeyState state, Set<Purpose> purposes, Set<Digest> digests, Window origination, Window consumption) {
        KeyAuthorizations authorizations = new KeyAuthorizations(
                purposes,
                digests,
                Set.of(Padding.PSS),
                origination,
                consumption,
                OptionalLong.empty(),
                OptionalLong.empty(),
                false,
                AuditGranularity.EACH,
                Optional.empty(),
                false);
        return new KeyFacts(
                new KeyId(new UUID(1, 2)), "local", "k", KeyType.RSA, 2048, state, authorizations, false, CREATED);
    }

    private static OperationRequest request(Purpose purpose, Family family, Digest digest) {
        return new OperationRequest(purpose, Mechanism.of(family, digest), 1);
    }

    @Property
    void decide_anything_isTotalAndDeterministic(
            @ForAll KeyState state,
            @ForAll Set<Purpose> purposes,
            @ForAll Set<Digest> digests,
            @ForAll Purpose purpose,
            @ForAll Family family,
            @ForAll Digest digest,
            @ForAll @LongRange(min = -100, max = 100) long now) {
        if (purposes.isEmpty()) {
            return;
        }
        KeyFacts key = key(
                state,
                purposes,
                digests,
                new Window(Instant.ofEpochSecond(-10), Instant.ofEpochSecond(10)),
                new Window(Instant.ofEpochSecond(-20), Instant.ofEpochSecond(20)));
        OperationRequest request = request(purpose, family, digest);

        Decision first = engine.decide(request, key, Instant.ofEpochSecond(now));
        assertThat(engine.decide(request, key, Instant.ofEpochSecond(now))).isEqualTo(first);
        long bound = purpose.originating() ? 10 : 20;
        if (first.allowed()) {
            assertThat(purposes).contains(purpose);
            assertThat(state.permits(purpose)).isTrue();
            assertThat(now).isGreaterThanOrEqualTo(-bound).isLessThan(bound);
            assertThat(family).isNotIn(Family.RSA_PKCS1, Family.RSA_OAEP);
        }
    }

    @Property
    void decide_fewerPurposes_neverAllowsMore(
            @ForAll Set<Purpose> purposes, @ForAll Purpose removed, @ForAll Purpose asked) {
        Set<Purpose> fewer = new java.util.HashSet<>(purposes);
        fewer.remove(removed);
        if (fewer.isEmpty()) {
            return;
        }
        OperationRequest request = request(asked, Family.ECDSA, Digest.SHA_256);
        boolean with = engine.decide(
                        request, key(KeyState.ACTIVE, purposes, Set.of(), Window.ALWAYS, Window.ALWAYS), Instant.EPOCH)
                .allowed();
        boolean without = engine.decide(
                        request, key(KeyState.ACTIVE, fewer, Set.of(), Window.ALWAYS, Window.ALWAYS), Instant.EPOCH)
                .allowed();
        assertThat(without && !with).isFalse();
    }

    @Test
    void decide_firstInstantOutside_refuses() {
        Instant end = Instant.parse("2027-01-01T00:00:00Z");
        KeyFacts key = key(KeyState.ACTIVE, Set.of(Purpose.SIGN), Set.of(), Window.until(end), Window.ALWAYS);
        OperationRequest sign = request(Purpose.SIGN, Family.ECDSA, Digest.SHA_256);

        assertThat(engine.decide(sign, key, end.minusNanos(1)).allowed()).isTrue();
        assertThat(engine.decide(sign, key, end))
                .isInstanceOfSatisfying(
                        Decision.Deny.class,
                        deny -> assertThat(deny.refusal().code()).isEqualTo(RefusalCode.ORIGINATION_ENDED));
    }

    @Test
    void admit_shortKeys_refuses() {
        assertThat(engine.admit(KeyType.RSA, 2047).allowed()).isFalse();
        assertThat(engine.admit(KeyType.RSA, 2048).allowed()).isTrue();
        assertThat(engine.admit(KeyType.HMAC, 104).allowed()).isFalse();
        assertThat(engine.admit(KeyType.HMAC, 112).allowed()).isTrue();
    }

    @Property
    void encode_anyAuthorizations_decodesToTheSame(
            @ForAll Set<Purpose> purposes,
            @ForAll Set<Digest> digests,
            @ForAll Set<Padding> paddings,
            @ForAll @LongRange(min = 1) long operations,
            @ForAll boolean exportable) {
        if (purposes.isEmpty()) {
            return;
        }
        KeyAuthorizations authorizations = new KeyAuthorizations(
                purposes,
                digests,
                paddings,
                Window.ALWAYS,
                Window.until(Instant.EPOCH),
                OptionalLong.of(operations),
                OptionalLong.empty(),
                exportable,
                AuditGranularity.AGGREGATE,
                Optional.empty(),
                exportable);
        assertThat(KeyAuthorizations.decode(authorizations.encode())).isEqualTo(authorizations);
    }

    @Test
    void selector_aliasOfAKey_choosesItsOtherGenerationsToo() {
        Selector dev = new Selector(
                List.of(), List.of(new Glob("dev")), List.of(), List.of(), List.of(), Set.of(), Optional.empty());
        for (String alias : List.of("dev", "dev@1", "dev@27", "dev@next")) {
            assertThat(dev.matches(named(alias), KeyAttributes.NONE)).as(alias).isTrue();
        }
        for (String alias : List.of("dev2", "dev@", "dev@x", "dev@next2", "a@dev", "@1", "dev@1@2x")) {
            assertThat(dev.matches(named(alias), KeyAttributes.NONE)).as(alias).isFalse();
        }
    }

    private static KeyFacts named(String alias) {
        return TestKeys.key(alias, KeyType.EC_P256, 256, Set.of(Purpose.SIGN), false);
    }
}

package org.wardkey.provider.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wardkey.provider.policy.TestKeys.CREATED;
import static org.wardkey.provider.policy.TestKeys.day;
import static org.wardkey.provider.policy.TestKeys.key;
import static org.wardkey.provider.policy.TestKeys.policy;
import static org.wardkey.provider.policy.TestKeys.request;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

class PolicyTest {
    private static final OperationRequest ECDSA = request(Purpose.SIGN, Family.ECDSA, Digest.SHA_256);
    private static final OperationRequest ENCRYPT = request(Purpose.ENCRYPT, Family.AES_GCM);
    private static final OperationRequest DECRYPT = request(Purpose.DECRYPT, Family.AES_GCM);
    private static final KeyFacts P256 = key(KeyType.EC_P256, 256);
    private static final KeyFacts AES = key(KeyType.AES, 128);

    private static String keys(String name, String rules) {
        return "policy { name = " + name + ", version = 1, keys { " + rules + " } }";
    }

    private static String algorithms(String name, String rules) {
        return "policy { name = " + name + ", version = 1, algorithms { " + rules + " } }";
    }

    private static Refusal refusal(Policy policy, KeyFacts key, OperationRequest request, Instant now) {
        return ((Decision.Deny) policy.forKey(key).decide(request, now)).refusal();
    }

    private static boolean allowed(Policy policy, KeyFacts key, OperationRequest request, Instant now) {
        return policy.forKey(key).decide(request, now).allowed();
    }

    @Test
    void decide_datedVerdicts_changeOnTheDay() throws Exception {
        Policy policy = policy(algorithms("a", """
                ends { key-type = ec-p256, verdict = allowed, from = 2027-01-01, until = 2028-01-01 }
                legacy { key-type = aes, verdict = legacy-only, from = 2027-01-01 }
                gone { key-type = rsa, verdict = denied, from = 2027-01-01 }"""));

        assertThat(refusal(policy, P256, ECDSA, day("2026-12-31")).code()).isEqualTo(RefusalCode.ALGORITHM_NOT_YET);
        assertThat(allowed(policy, P256, ECDSA, day("2027-01-01"))).isTrue();
        assertThat(allowed(policy, P256, ECDSA, day("2028-01-01").minusNanos(1)))
                .isTrue();
        assertThat(refusal(policy, P256, ECDSA, day("2028-01-01")))
                .isEqualTo(new Refusal(
                        RefusalCode.ALGORITHM_SUNSET,
                        "Key ward:pump-17: Asked to sign by ECDSA with SHA-256 after the last day. Rule a/ends.",
                        "a/ends"));
        assertThat(allowed(policy, AES, ENCRYPT, day("2026-12-31"))).isTrue();
        assertThat(refusal(policy, AES, ENCRYPT, day("2027-01-01")).code())
                .isEqualTo(RefusalCode.ALGORITHM_LEGACY_ONLY);
        assertThat(allowed(policy, AES, DECRYPT, day("2027-01-01"))).isTrue();
        OperationRequest oaep = request(Purpose.DECRYPT, Family.RSA_OAEP, Digest.SHA_256);
        assertThat(refusal(policy, key(KeyType.RSA, 4096), oaep, day("2027-01-01"))
                        .code())
                .isEqualTo(RefusalCode.ALGORITHM_SUNSET);
    }

    @Test
    void decide_requirements_nameTheReason() throws Exception {
        Policy policy = policy(algorithms("a", """
                strong { require { minimum-strength = 128 } }
                digests { algorithm = ECDSA, require { digest = [SHA-384, SHA-512] } }
                large { key-type = rsa, require { minimum-key-bits = 4096 } }"""));

        assertThat(refusal(policy, key(KeyType.RSA, 2048), request(Purpose.SIGN, Family.RSA_PSS), CREATED)
                        .code())
                .isEqualTo(RefusalCode.STRENGTH);
        assertThat(refusal(policy, P256, ECDSA, CREATED).code()).isEqualTo(RefusalCode.ALGORITHM_NOT_LISTED);
        assertThat(refusal(policy, P256, request(Purpose.SIGN, Family.ECDSA), CREATED)
                        .code())
                .isEqualTo(RefusalCode.ALGORITHM_NOT_LISTED);
        assertThat(allowed(policy, P256, request(Purpose.SIGN, Family.ECDSA, Digest.SHA_384), CREATED))
                .isTrue();
        assertThat(allowed(policy, P256, request(Purpose.AGREE, Family.ECDH), CREATED))
                .isTrue();
        assertThat(refusal(policy, key(KeyType.RSA, 3072), request(Purpose.SIGN, Family.RSA_PSS), CREATED)
                        .rule())
                .isEqualTo("a/large");
    }

    @Test
    void decide_periods_countFromCreation() throws Exception {
        Policy policy =
                policy(keys("a", "r { maximum-origination-period = 2 years, maximum-consumption-period = 5 years }"));

        assertThat(allowed(policy, AES, ENCRYPT, day("2028-12-01").minusNanos(1)))
                .isTrue();
        assertThat(refusal(policy, AES, ENCRYPT, day("2028-12-01")).code())
                .isEqualTo(RefusalCode.ORIGINATION_PERIOD_ENDED);
        assertThat(allowed(policy, AES, DECRYPT, day("2031-12-01").minusNanos(1)))
                .isTrue();
        assertThat(refusal(policy, AES, DECRYPT, day("2031-12-01")).code())
                .isEqualTo(RefusalCode.CONSUMPTION_PERIOD_ENDED);
    }

    @Test
    void decide_selectors_chooseKeys() throws Exception {
        Policy policy = policy(keys("a", """
                label { when { label = [life-support, icu] }, allowed-purposes = decrypt }
                alias { when { alias = "archive-*" }, allowed-purposes = decrypt }
                issuer { when { certificate-issuer = "o=klinikum, CN=Device CA *" }, allowed-purposes = agree }"""));
        KeyFacts archive = key("archive-1", KeyType.AES, 128, Set.of(Purpose.ENCRYPT), false);

        assertThat(allowed(policy, AES, ENCRYPT, CREATED)).isTrue();
        assertThat(refusal(policy, key(KeyType.AES, 128, "icu"), ENCRYPT, CREATED)
                        .rule())
                .isEqualTo("a/label");
        assertThat(refusal(policy, archive, ENCRYPT, CREATED).code()).isEqualTo(RefusalCode.PURPOSE_DENIED);
        assertThat(allowed(policy, P256, ECDSA, CREATED)).isTrue();
        KeyAttributes issued = KeyAttributes.certificate("CN=Device CA 3,OU=IT,O=Klinikum,C=DE", "CN=pump-17");
        assertThat(policy.forKey(P256, issued).decide(ECDSA, CREATED).allowed()).isFalse();
        KeyAttributes trick = KeyAttributes.certificate("CN=x\\,O=Klinikum\\,CN=Device CA 3", "CN=pump-17");
        assertThat(policy.forKey(P256, trick).decide(ECDSA, CREATED).allowed()).isTrue();
    }

    @Test
    void decide_observingRule_reportsUntilItsDate() throws Exception {
        Policy policy =
                policy(algorithms("a", "r { key-type = ec-p256, verdict = denied, observe-until = 2027-06-01 }"));

        Decision before = policy.forKey(P256).decide(ECDSA, day("2027-05-31"));
        assertThat(before)
                .isInstanceOfSatisfying(
                        Decision.Allow.class,
                        allow -> assertThat(allow.observations())
                                .singleElement()
                                .satisfies(observation -> {
                                    assertThat(observation.refusal().rule()).isEqualTo("a/r");
                                    assertThat(observation.refusal().code()).isEqualTo(RefusalCode.ALGORITHM_DENIED);
                                    assertThat(observation.deniesFrom()).isEqualTo(day("2027-06-01"));
                                }));
        assertThat(allowed(policy, P256, ECDSA, day("2027-06-01"))).isFalse();
    }

    @Test
    void decide_exception_liftsItsRuleForItsKeysUntilItExpires() throws Exception {
        String rules = algorithms(
                "a", "p256 { key-type = ec-p256, verdict = denied }, raw { digest = NONE, verdict = denied }");
        String exceptions = """
                policy { name = b, version = 1, exceptions {
                  old { lifts = a/p256, when { label = old }, owner = "M. Weber", reason = "until replaced", expires = 2027-06-01 }
                } }""";
        KeyFacts old = key(KeyType.EC_P256, 256, "old");
        for (Policy policy : new Policy[] {policy(rules, exceptions), policy(exceptions, rules)}) {
            assertThat(allowed(policy, old, ECDSA, day("2027-05-31"))).isTrue();
            assertThat(allowed(policy, old, ECDSA, day("2027-06-01"))).isFalse();
            assertThat(allowed(policy, P256, ECDSA, day("2027-05-31"))).isFalse();
            assertThat(refusal(policy, old, request(Purpose.SIGN, Family.ECDSA), day("2027-05-31"))
                            .rule())
                    .isEqualTo("a/raw");
        }
        assertThatThrownBy(() -> policy(exceptions))
                .hasMessageStartingWith("ward.conf:2: expected lifts to name a rule");
    }

    @Test
    void decide_keyOwnChecks_comeFirst() throws Exception {
        Policy policy = policy(algorithms("a", "r { verdict = denied }"));
        assertThat(refusal(policy, P256, request(Purpose.ENCRYPT, Family.AES_GCM), CREATED)
                        .code())
                .isEqualTo(RefusalCode.KEY_PURPOSE);
    }

    @Test
    void effectiveAuthorizations_severalPacks_theSmallerWinsInAnyOrder() throws Exception {
        String a =
                keys("a", "r { maximum-operations = 1000, maximum-origination-period = 3 years, exportable = false }");
        String b = keys(
                "b", "r { maximum-operations = 2000, maximum-origination-period = 90 days, maximum-bytes = 1 GiB }");
        String c = keys(
                "c",
                "r { purpose = decrypt, maximum-origination-period = 1 day, minimum-audit = each, constant-time = required }");
        KeyFacts key = key("k", KeyType.AES, 256, Set.of(Purpose.ENCRYPT, Purpose.DECRYPT), true);
        assertThat(policy(c, a, b)).isEqualTo(policy(a, b, c));

        EffectiveAuthorizations effective = policy(a, b, c).forKey(key).effectiveAuthorizations(CREATED);
        KeyAuthorizations left = effective.authorizations();
        assertThat(left.maximumOperations()).hasValue(1000);
        assertThat(left.maximumBytes()).hasValue(1L << 30);
        assertThat(left.origination().end()).isEqualTo(day("2027-03-01"));
        assertThat(left.exportable()).isFalse();
        assertThat(left.audit()).isEqualTo(AuditGranularity.EACH);
        assertThat(left.constantTimeRequired()).isTrue();
        assertThat(effective.setBy())
                .containsEntry("maximum-operations", new RuleId("a", "r"))
                .containsEntry("origination", new RuleId("b", "r"))
                .containsEntry("audit", new RuleId("c", "r"))
                .doesNotContainKey("consumption");
        assertThat(EffectiveAuthorizations.NAMES).containsAll(effective.setBy().keySet());
    }

    @Test
    void admit_candidate_needsOneUseAndNoDeniedExport() throws Exception {
        Policy policy = policy(algorithms("a", """
                sizes { require { minimum-strength = 112 } }
                ecdh { algorithm = ECDH, verdict = denied }
                oaep { algorithm = RSAES-OAEP, verdict = legacy-only, from = 2027-01-01 }"""), keys("b", "r { exportable = false }"));

        assertThat(policy.forKey(P256).admit(CREATED).allowed()).isTrue();
        KeyFacts agree = key("k", KeyType.EC_P256, 256, Set.of(Purpose.AGREE), false);
        assertThat(policy.forKey(agree).admit(CREATED).allowed()).isFalse();
        KeyFacts oaep = key("k", KeyType.RSA, 2048, Set.of(Purpose.DECRYPT), false);
        assertThat(policy.forKey(oaep).admit(CREATED).allowed()).isTrue();
        assertThat(policy.forKey(oaep).admit(day("2027-01-01")).allowed()).isFalse();
        KeyFacts imported = new KeyFacts(
                oaep.id(), "ward", "k", KeyType.RSA, 2048, oaep.state(), oaep.authorizations(), true, CREATED);
        assertThat(policy.forKey(imported).admit(day("2027-01-01")).allowed()).isTrue();
        KeyFacts exportable = key("k", KeyType.AES, 256, Set.of(Purpose.WRAP), true);
        assertThat(policy.forKey(exportable).admit(CREATED))
                .isInstanceOfSatisfying(
                        Decision.Deny.class,
                        deny -> assertThat(deny.refusal().code()).isEqualTo(RefusalCode.EXPORT_DENIED));
        assertThat(policy.forKey(key(KeyType.HMAC, 104)).admit(CREATED).allowed())
                .isFalse();
    }

    @Test
    void combine_override_replacesEarlierRulesOfItsNameOnly() throws Exception {
        String strict = keys("strict", "life { allowed-purposes = decrypt }, other { exportable = false }");
        String relaxed = keys(
                "relaxed", "life { allowed-purposes = [encrypt, decrypt], override = true, reason = \"gateway\" }");

        assertThat(allowed(policy(strict), AES, ENCRYPT, CREATED)).isFalse();
        Policy both = policy(strict, relaxed);
        assertThat(allowed(both, AES, ENCRYPT, CREATED)).isTrue();
        assertThat(both.rules().stream().map(rule -> rule.header().id().toString()))
                .containsExactly("relaxed/life", "strict/other");
        assertThatThrownBy(() -> policy(relaxed, strict))
                .hasMessageContaining("expected a rule life in a document before this one to override, found none");
        String stricter = keys("stricter", "life { allowed-purposes = mac }");
        assertThat(allowed(policy(strict, relaxed, stricter), AES, ENCRYPT, CREATED))
                .isFalse();
    }

    @Test
    void combine_extends_bringsTheOtherOnceAndRefusesCircles() throws Exception {
        String a = "policy { name = a, version = 1, extends = nist-sp800-57 }";
        String b = "policy { name = b, version = 1, extends = [a, nist-sp800-57] }";
        assertThat(policy(b, a).documents().stream().map(PolicyDocument::name))
                .containsExactly("a", "b", "nist-sp800-57");
        assertThatThrownBy(() -> policy(
                        "policy { name = a, version = 1, extends = b }",
                        "policy { name = b, version = 1, extends = a }"))
                .hasMessageContaining("circle");
        assertThatThrownBy(() -> policy("policy { name = a, version = 1, extends = c }"))
                .hasMessageContaining("expected a policy named c to extend");
        assertThatThrownBy(() -> policy(a, "policy { name = a, version = 2 }"))
                .hasMessageContaining("expected one document named a");
        assertThatThrownBy(() -> policy()).hasMessageContaining("at least one document");
    }

    @Test
    void explain_eachOutcome_namesRulePlaceAndCode() throws Exception {
        Policy policy = policy(algorithms("a", """
                denies { key-type = ec-p256, verdict = denied }
                elsewhere { when { token = tpm0 }, verdict = denied }
                lifted { algorithm = ECDSA, verdict = denied }
                observes { verdict = denied, observe-until = 2030-01-01 }
                other { algorithm = AES-GCM, verdict = denied }
                satisfied { require { minimum-strength = 112 } }"""), """
                policy { name = b, version = 1, exceptions {
                  x { lifts = a/lifted, when { alias = "pump-*" }, owner = "M. Weber", reason = "why", expires = 2030-01-01 } } }""");

        Explanation explanation = policy.forKey(P256).explain(ECDSA, CREATED);
        assertThat(explanation.steps().stream()
                        .filter(step -> step.rule().startsWith("a/"))
                        .map(step -> step.rule() + " " + step.outcome()))
                .containsExactly(
                        "a/denies DENIES",
                        "a/elsewhere NOT_SELECTED",
                        "a/lifted LIFTED",
                        "a/observes OBSERVES",
                        "a/other NOT_COVERED",
                        "a/satisfied SATISFIED");
        assertThat(explanation.text())
                .startsWith("May key ward:pump-17 sign by ECDSA with SHA-256 at 2026-12-01T00:00:00Z?\nDenied.\n")
                .contains("denies: a/denies [WK-P002] (ward.conf:1, every key) To sign by ECDSA")
                .contains("lifted by an exception: a/lifted")
                .contains("Exception b/x (ward.conf:2) of M. Weber until 2030-01-01T00:00:00Z: why")
                .contains("From 2030-01-01T00:00:00Z it denies.")
                .endsWith("2 rules are about other keys or uses.\n");
    }

    @Test
    void cryptoPeriod_endOfTime_neverOverflows() {
        assertThat(CryptoPeriod.parse("100000 years").endFrom(Instant.MAX)).isEqualTo(Instant.MAX);
        assertThat(CryptoPeriod.parse("1 month").endFrom(day("2027-01-31"))).isEqualTo(day("2027-02-28"));
    }
}

package org.wardkey.provider.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wardkey.provider.policy.TestKeys.CREATED;
import static org.wardkey.provider.policy.TestKeys.key;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Purpose;

class PolicyTrialTest {
    private static final KeyFacts AES = key(KeyType.AES, 128);
    private static final KeyFacts P256 = key(KeyType.EC_P256, 256);

    private static PastOperation encrypted(int day, long operations, long bytes, String program) {
        Instant time = CREATED.plusSeconds(day * 86_400L);
        return new PastOperation(
                time,
                AES,
                KeyAttributes.NONE,
                Purpose.ENCRYPT,
                Mechanism.of(Family.AES_GCM),
                operations,
                bytes,
                program);
    }

    private static PastOperation signed(int day, String program) {
        return new PastOperation(
                CREATED.plusSeconds(day * 86_400L),
                P256,
                KeyAttributes.NONE,
                Purpose.SIGN,
                Mechanism.of(Family.ECDSA, Digest.SHA_256),
                1,
                9,
                program);
    }

    @Test
    void replay_candidate_countsByKeyProgramAndRule() throws Exception {
        Policy candidate = TestKeys.policy("""
                policy { name = c, version = 1
                  algorithms { sha-256 { algorithm = ECDSA, digest = SHA-256, verdict = denied, observe-until = 2026-12-03 } }
                  keys { young { when { key-type = aes }, maximum-origination-period = 3 days, maximum-operations = 100 } } }""");

        PolicyTrial.Report report = PolicyTrial.replay(
                Stream.of(
                        encrypted(0, 60, 10, "pumpd"),
                        signed(1, "pumpd"),
                        encrypted(1, 60, 10, "pumpd"),
                        encrypted(2, 40, 10, "pumpd"),
                        signed(2, "pumpd"),
                        signed(3, "gateway"),
                        encrypted(3, 5, 10, "gateway"),
                        encrypted(9, 7, 10, "gateway")),
                candidate);

        assertThat(report.operations()).isEqualTo(175);
        assertThat(report.refused()).isEqualTo(74);
        assertThat(report.lines().stream()
                        .map(line -> line.subject().program() + " "
                                + line.subject().code() + " " + line.subject().rule() + " "
                                + (line.subject().observed() ? "observed " : "refused ") + line.operations()))
                .containsExactly(
                        "gateway ALGORITHM_DENIED c/sha-256 refused 1",
                        "gateway ORIGINATION_PERIOD_ENDED c/young refused 12",
                        "pumpd OPERATIONS_USED_UP c/young refused 60",
                        "pumpd ALGORITHM_DENIED c/sha-256 refused 1",
                        "pumpd ALGORITHM_DENIED c/sha-256 observed 1");
        PolicyTrial.Line period = report.lines().get(1);
        assertThat(period.first()).isEqualTo(CREATED.plusSeconds(3 * 86_400L));
        assertThat(period.last()).isEqualTo(CREATED.plusSeconds(9 * 86_400L));
        assertThat(period.subject().key()).isEqualTo("ward:pump-17");
    }

    @Test
    void replay_defaultPack_refusesNothingOfAnOrdinaryDay() {
        PolicyTrial.Report report = PolicyTrial.replay(
                Stream.of(encrypted(0, 1_000_000, 1 << 30, "pumpd"), signed(1, "pumpd")), PolicyPack.defaultPolicy());
        assertThat(report.lines()).isEmpty();
        assertThat(report.operations()).isEqualTo(1_000_001);
    }

    /** What is observed is what would be refused once the day has come: the same rules, dated otherwise. */
    @Test
    void replay_limitsAndPeriodsThatObserve_reportWhatTheyWouldRefuse() throws Exception {
        String rules = """
                policy { name = c, version = 1, keys {
                    few { maximum-operations = 100%1$s }
                    small { maximum-bytes = 25 bytes%1$s }
                    young { when { key-type = aes }, maximum-origination-period = 3 days%1$s } } }""";
        PastOperation[] past = {
            encrypted(0, 60, 10, "pumpd"),
            encrypted(1, 60, 10, "pumpd"),
            encrypted(2, 40, 10, "pumpd"),
            signed(2, "pumpd"),
            encrypted(9, 7, 10, "gateway")
        };
        PolicyTrial.Report observed =
                PolicyTrial.replay(Stream.of(past), TestKeys.policy(rules.formatted(", observe-until = 2099-01-01")));
        assertThat(observed.refused()).isZero();
        assertThat(lines(observed))
                .containsExactlyInAnyOrder(
                        "gateway BYTES_USED_UP c/small observed 7",
                        "gateway ORIGINATION_PERIOD_ENDED c/young observed 7",
                        "gateway OPERATIONS_USED_UP c/few observed 7",
                        "pumpd OPERATIONS_USED_UP c/few observed 60",
                        "pumpd BYTES_USED_UP c/small observed 40");
        assertThat(PolicyTrial.replay(Stream.of(past), TestKeys.policy(rules.formatted(", observe-until = 2020-01-01")))
                        .refused())
                .isGreaterThan(0);
    }

    private static java.util.List<String> lines(PolicyTrial.Report report) {
        return report.lines().stream()
                .map(line -> line.subject().program() + " " + line.subject().code() + " "
                        + line.subject().rule()
                        + (line.subject().observed() ? " observed " : " refused ") + line.operations())
                .toList();
    }
}

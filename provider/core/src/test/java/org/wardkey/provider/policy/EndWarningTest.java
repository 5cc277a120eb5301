package org.wardkey.provider.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Window;

class EndWarningTest {
    private static final Instant MADE = Instant.parse("2027-01-01T00:00:00Z");

    private static KeyFacts key(Duration window, OptionalLong operations) {
        return new KeyFacts(
                new KeyId(new UUID(1, 1)),
                "local",
                "pump",
                KeyType.EC_P256,
                256,
                KeyState.ACTIVE,
                new KeyAuthorizations(
                        Set.of(Purpose.SIGN),
                        Set.of(),
                        Set.of(),
                        window.isZero() ? Window.ALWAYS : Window.until(MADE.plus(window)),
                        Window.ALWAYS,
                        operations,
                        OptionalLong.empty(),
                        false,
                        AuditGranularity.EACH,
                        Optional.empty(),
                        false),
                false,
                MADE);
    }

    private static Map<Purpose, Instant> ends(KeyFacts key) {
        return Map.of(Purpose.SIGN, key.authorizations().origination().end());
    }

    private static List<Integer> thresholds(KeyFacts key, long operations, Instant now) {
        return EndWarning.of(key, ends(key), operations, 0, now).stream()
                .map(EndWarning::threshold)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "365 | 300 | ''", "365 | 335 | 30", "365 | 352 | 14;30", "365 | 358 | 7;14;30", "365 | 364 | 1;7;14;30",
                "365 | 365 | ''", "10 | 0 | ''", "10 | 4 | 7", "10 | 9 | 1;7", "1 | 0 | ''"
            })
    void of_window_warnsOfThresholdsThatItIsLongerThan(int lengthDays, int ageDays, String expected) {
        List<Integer> found = thresholds(
                key(Duration.ofDays(lengthDays), OptionalLong.empty()), 0, MADE.plus(Duration.ofDays(ageDays)));
        assertThat(String.join(";", found.stream().map(String::valueOf).toList()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0,''", "79,''", "80,80", "94,80", "95,95;80", "99,95;80", "100,''"})
    void of_operations_warnsAtEightyAndNinetyFivePercent(long used, String expected) {
        List<Integer> found = thresholds(key(Duration.ZERO, OptionalLong.of(100)), used, MADE);
        assertThat(String.join(";", found.stream().map(String::valueOf).toList()))
                .isEqualTo(expected);
    }

    @Test
    void of_largestLimit_doesNotOverflow() {
        assertThat(thresholds(key(Duration.ZERO, OptionalLong.of(Long.MAX_VALUE)), Long.MAX_VALUE / 2, MADE))
                .isEmpty();
    }

    @Test
    void text_namesKeyAndEnd() {
        KeyFacts key = key(Duration.ofDays(365), OptionalLong.empty());
        EndWarning warning = EndWarning.of(key, ends(key), 0, 0, MADE.plus(Duration.ofDays(340)))
                .get(0);
        assertThat(warning.text()).contains("local:pump").contains("2028-01-01T00:00:00Z");
    }

    @Test
    void of_purposesThatEndApart_warnsOfEach() {
        KeyFacts key = key(Duration.ZERO, OptionalLong.empty());
        Instant now = MADE.plus(Duration.ofDays(90));
        Map<Purpose, Instant> apart = Map.of(
                Purpose.SIGN, MADE.plus(Duration.ofDays(100)),
                Purpose.AGREE, MADE.plus(Duration.ofDays(97)),
                Purpose.DECRYPT, Instant.MAX);
        assertThat(EndWarning.of(key, apart, 0, 0, now).stream().map(w -> w.name() + " " + w.threshold()))
                .containsExactlyInAnyOrder(
                        "ORIGINATION:SIGN 14",
                        "ORIGINATION:SIGN 30",
                        "ORIGINATION:AGREE 7",
                        "ORIGINATION:AGREE 14",
                        "ORIGINATION:AGREE 30");
        assertThat(EndWarning.of(key, apart, 0, 0, now))
                .anyMatch(w ->
                        w.text().equals("The time in which key local:pump may sign ends at 2027-04-11T00:00:00Z."));
        Map<Purpose, Instant> together =
                Map.of(Purpose.SIGN, MADE.plus(Duration.ofDays(100)), Purpose.AGREE, MADE.plus(Duration.ofDays(100)));
        assertThat(EndWarning.of(key, together, 0, 0, now).stream().map(w -> w.name() + " " + w.threshold()))
                .containsExactly("ORIGINATION 14", "ORIGINATION 30");
    }

    /** As keytool makes them: the default pack ends signing after three years and agreement after two. */
    @Test
    void effectiveAuthorizations_keyOfTwoPurposes_endAsThePackSaysForEach() throws Exception {
        Policy policy = Policy.combine(List.of(PolicyPack.document("nist-sp800-57")), PolicyPack.LIBRARY);
        KeyFacts made = key(Duration.ZERO, OptionalLong.empty());
        KeyFacts key = made.withAuthorizations(KeyAuthorizations.defaultsFor(KeyType.EC_P256));
        assertThat(key.authorizations().purposes()).contains(Purpose.SIGN, Purpose.AGREE);
        EffectiveAuthorizations effective =
                new KeyPolicy(policy, key, KeyAttributes.NONE).effectiveAuthorizations(MADE);
        assertThat(effective.ends())
                .containsEntry(Purpose.SIGN, Instant.parse("2030-01-01T00:00:00Z"))
                .containsEntry(Purpose.AGREE, Instant.parse("2029-01-01T00:00:00Z"));
        assertThat(effective.authorizations().origination().end()).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(effective.setBy()).containsKey("origination");
    }
}

package org.wardkey.provider.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    private static List<Integer> thresholds(KeyFacts key, long operations, Instant now) {
        return EndWarning.of(key, operations, 0, now).stream()
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
        EndWarning warning = EndWarning.of(
                        key(Duration.ofDays(365), OptionalLong.empty()), 0, 0, MADE.plus(Duration.ofDays(340)))
                .get(0);
        assertThat(warning.text()).contains("local:pump").contains("2028-01-01T00:00:00Z");
    }
}

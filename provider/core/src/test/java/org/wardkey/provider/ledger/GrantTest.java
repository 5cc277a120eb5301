package org.wardkey.provider.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantTest {
    private static OptionalLong limit(long value) {
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** Lease 100, tail 10; a limit of -1 is none. */
    @ParameterizedTest
    @CsvSource({
        // limit, observed, used, need, granted
        "-1, -1, 0, 1, 1",
        "5000, -1, 0, 1, 100",
        "5000, -1, 4950, 1, 40",
        "5000, -1, 4995, 1, 1",
        "5000, -1, 5000, 1, -1",
        "5000, -1, 4000, 2000, -1",
        "900, -1, 0, 1, 1",
        // What only counts is as exact as what refuses, and never refuses.
        "-1, 5000, 0, 1, 100",
        "-1, 5000, 4950, 1, 40",
        "-1, 5000, 4995, 1, 1",
        "-1, 900, 0, 1, 1",
        "-1, 900, 899, 5, 5",
        "-1, 900, 900, 1, 100",
        // Together the refusing one refuses, the other makes exact.
        "5000, 900, 0, 1, 1",
        "5000, 900, 1000, 1, 100",
        "5000, 9000, 4995, 1, 1",
        "5000, 9000, 5000, 1, -1"
    })
    void of_limits_grantsTheNeedAndWhatIsFar(long hard, long observed, long used, long need, long granted) {
        assertThat(Grant.of(limit(hard), limit(observed), used, need, 100, 10)).isEqualTo(granted);
    }
}

package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class MomentTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    private final PastMoment past = new PastMoment(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Moment moment = new Moment(Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "90d, 2027-02-22T00:00:00Z",
        "12h, 2026-11-24T12:00:00Z",
        "30m, 2026-11-24T00:30:00Z",
        "45s, 2026-11-24T00:00:45Z",
        "PT4S, 2026-11-24T00:00:04Z",
        "P1D, 2026-11-25T00:00:00Z",
        "2027-12-01T00:00:00Z, 2027-12-01T00:00:00Z"
    })
    void convert_instantOrDuration_gives(String text, String expected) {
        assertThat(moment.convert(text)).isEqualTo(Instant.parse(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "90", "d", "-1d", "90 d", "1y", "PT", "2027-12-01", "99999999999d", "P99999999999999D"})
    void convert_anythingElse_refuses(String text) {
        assertThatThrownBy(() -> moment.convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @ParameterizedTest
    @CsvSource({"30d, 2026-10-25T00:00:00Z", "PT4S, 2026-11-23T23:59:56Z", "2026-11-01T00:00:00Z, 2026-11-01T00:00:00Z"
    })
    void convertPast_instantOrDuration_gives(String text, String expected) {
        assertThat(past.convert(text)).isEqualTo(Instant.parse(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "yesterday", "P99999999999999D"})
    void convertPast_anythingElse_refuses(String text) {
        assertThatThrownBy(() -> past.convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "week", "PT-1S", "36526d", "P99999999999999D", "2026-11-01T00:00:00Z"})
    void convertSpan_noDuration_refuses(String text) {
        assertThatThrownBy(() -> new Span().convert(text)).isInstanceOf(TypeConversionException.class);
    }
}

package org.wardkey.sdk.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a point in time: an ISO instant, or a duration from now such as {@code 90d}, {@code 12h} or {@code PT4S}. */
final class Moment implements ITypeConverter<Instant> {
    private final Clock clock;

    /** Counts from the system's clock. */
    Moment() {
        this(Clock.systemUTC());
    }

    Moment(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant convert(String text) {
        try {
            return Span.looksLike(text) ? clock.instant().plus(Span.parse(text)) : Instant.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new TypeConversionException("expected an instant like 2027-12-01T00:00:00Z, or a duration from now"
                    + " like 90d, 12h, 30m or 45s, got '" + Printable.text(text) + "'");
        }
    }
}

package org.wardkey.sdk.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a point in the past: an ISO instant, or how long ago it was, such as {@code 30d}. */
final class PastMoment implements ITypeConverter<Instant> {
    private final Clock clock;

    /** Counts back from the system's clock. */
    PastMoment() {
        this(Clock.systemUTC());
    }

    PastMoment(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant convert(String text) {
        try {
            return Span.looksLike(text) ? clock.instant().minus(Span.parse(text)) : Instant.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new TypeConversionException("expected an instant like 2026-12-01T00:00:00Z, or how long ago like"
                    + " 30d, 12h, 30m or 45s, got '" + Printable.text(text) + "'");
        }
    }
}

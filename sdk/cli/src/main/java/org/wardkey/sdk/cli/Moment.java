package org.wardkey.sdk.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a point in time: an ISO instant, or a duration from now such as {@code 90d}, {@code 12h} or {@code PT4S}. */
final class Moment implements ITypeConverter<Instant> {
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})([dhms])");

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
            Matcher matcher = SHORT.matcher(text);
            if (matcher.matches()) {
                return clock.instant().plus(duration(Long.parseLong(matcher.group(1)), matcher.group(2)));
            }
            return text.startsWith("P") ? clock.instant().plus(Duration.parse(text)) : Instant.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new TypeConversionException("expected an instant like 2027-12-01T00:00:00Z, or a duration from now"
                    + " like 90d, 12h, 30m or 45s, got '" + Printable.text(text) + "'");
        }
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "d" -> Duration.ofDays(amount);
            case "h" -> Duration.ofHours(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofSeconds(amount);
        };
    }
}

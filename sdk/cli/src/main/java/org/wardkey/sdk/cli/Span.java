package org.wardkey.sdk.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a length of time such as {@code 90d}, {@code 12h}, {@code 30m}, {@code 45s} or {@code PT4S}: not negative, at most 100 years. */
final class Span implements ITypeConverter<Duration> {
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})([dhms])");
    private static final Duration LONGEST = Duration.ofDays(36_525);

    @Override
    public Duration convert(String text) {
        try {
            Duration read = parse(text);
            if (!read.isNegative() && read.compareTo(LONGEST) <= 0) {
                return read;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // It is none; said below, for both cases.
        }
        throw new TypeConversionException("expected a duration like 90d, 12h, 30m or 45s, of at most 100 years, got '"
                + Printable.text(text) + "'");
    }

    /** Whether a text is meant to be a length of time; it may still be a wrong one. */
    static boolean looksLike(String text) {
        return text.startsWith("P") || SHORT.matcher(text).matches();
    }

    /**
     * Reads a length of time.
     *
     * @throws DateTimeException if it is none
     * @throws ArithmeticException if it is too long
     */
    static Duration parse(String text) {
        Matcher matcher = SHORT.matcher(text);
        if (!matcher.matches()) {
            return Duration.parse(text);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "d" -> Duration.ofDays(amount);
            case "h" -> Duration.ofHours(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofSeconds(amount);
        };
    }
}

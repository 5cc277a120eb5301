package org.wardkey.provider.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a key may be used, counted from when it was made or imported; in calendar units of UTC.
 *
 * <p>Source: SP 800-57 Part 1 Rev. 5 §5.3.
 *
 * @param amount how many units, 1 to 100 000
 * @param unit seconds to years
 */
public record CryptoPeriod(long amount, ChronoUnit unit) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,6}) +([a-z]+)");
    private static final int LARGEST = 100_000;
    private static final List<ChronoUnit> UNITS = List.of(
            ChronoUnit.SECONDS,
            ChronoUnit.MINUTES,
            ChronoUnit.HOURS,
            ChronoUnit.DAYS,
            ChronoUnit.WEEKS,
            ChronoUnit.MONTHS,
            ChronoUnit.YEARS);

    /**
     * Checks the amount.
     *
     * @throws IllegalArgumentException if it is not between 1 and 100 000, or the unit is not one of those
     */
    public CryptoPeriod {
        if (amount < 1 || amount > LARGEST || !UNITS.contains(unit)) {
            throw new IllegalArgumentException(
                    "Expected a period of 1 to 100000 seconds, minutes, hours, days, weeks, months or years.");
        }
    }

    /**
     * Reads a period with its unit.
     *
     * @param text such as {@code 2 years} or {@code 90 days}
     * @return the period
     * @throws IllegalArgumentException if it is not a period, or has no unit
     */
    public static CryptoPeriod parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Expected a number and a unit such as 90 days or 2 years.");
        }
        String plural = matcher.group(2).endsWith("s") ? matcher.group(2) : matcher.group(2) + "s";
        return UNITS.stream()
                .filter(unit -> word(unit).equals(plural))
                .findFirst()
                .map(unit -> new CryptoPeriod(Long.parseLong(matcher.group(1)), unit))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Expected seconds, minutes, hours, days, weeks, months or years as the unit."));
    }

    private static String word(ChronoUnit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    /**
     * When the period of a key ends.
     *
     * @param created when it was made or imported
     * @return the first instant outside; {@link Instant#MAX} if there is no such date
     */
    public Instant endFrom(Instant created) {
        try {
            return created.atOffset(ZoneOffset.UTC).plus(amount, unit).toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            return Instant.MAX;
        }
    }

    /** @return the period with its unit, which {@link #parse} reads */
    @Override
    public String toString() {
        String word = word(unit);
        return amount + " " + (amount == 1 ? word.substring(0, word.length() - 1) : word);
    }
}

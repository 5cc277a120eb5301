package org.wardkey.provider.policy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of operations and bytes as the language writes them. */
final class Quantity {
    private static final Pattern POWER = Pattern.compile("2\\^([0-9]{1,2})");
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,18}) +([A-Za-z]+)");
    private static final List<String> UNITS = List.of("bytes", "KiB", "MiB", "GiB", "TiB");
    private static final int LARGEST_EXPONENT = 62;

    private Quantity() {}

    /** Reads {@code 1000000} or {@code 2^32}. */
    static long operations(String text) {
        Matcher power = POWER.matcher(text);
        if (power.matches()) {
            int exponent = Integer.parseInt(power.group(1));
            if (exponent <= LARGEST_EXPONENT) {
                return 1L << exponent;
            }
        } else if (text.matches("[1-9][0-9]{0,17}")) {
            return Long.parseLong(text);
        }
        throw new IllegalArgumentException("Expected a number such as 1000000 or \"2^32\", up to \"2^62\".");
    }

    /** Reads {@code 64 GiB}. */
    static long bytes(String text) {
        Matcher matcher = BYTES.matcher(text);
        int unit = matcher.matches() ? UNITS.indexOf(matcher.group(2)) : -1;
        if (unit < 0) {
            throw new IllegalArgumentException("Expected a number and a unit such as 64 GiB; units: " + UNITS + ".");
        }
        try {
            long bytes = Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * unit));
            if (bytes > 0) {
                return bytes;
            }
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("Expected less than 2^63 bytes.", e);
        }
        throw new IllegalArgumentException("Expected at least 1 byte.");
    }
}

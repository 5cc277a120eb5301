package org.wardkey.sdk.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes such as {@code 4096}, {@code 64GiB} or {@code "64 GiB"}; at most 2^63 - 1. */
final class DataSize implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,19}) ?(B|KiB|MiB|GiB|TiB)?");

    @Override
    public Long convert(String text) {
        Matcher parts = SIZE.matcher(text);
        if (parts.matches()) {
            try {
                return Math.multiplyExact(Long.parseLong(parts.group(1)), unitBytes(String.valueOf(parts.group(2))));
            } catch (ArithmeticException | NumberFormatException e) {
                throw new TypeConversionException("expected at most 2^63 - 1 bytes, got '" + text + "'");
            }
        }
        throw new TypeConversionException(
                "expected a number of bytes like 4096, 512MiB or 64GiB, got '" + Printable.text(text) + "'");
    }

    /** Source: IEC 80000-13. Units of 1000 are not taken: whoever writes 64G means either. */
    private static long unitBytes(String unit) {
        return switch (unit) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            case "TiB" -> 1L << 40;
            default -> 1;
        };
    }
}

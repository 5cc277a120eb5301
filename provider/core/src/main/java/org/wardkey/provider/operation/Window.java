package org.wardkey.provider.operation;

import java.time.Instant;

/**
 * A span of time in which a key may be used: {@code start <= t < end}.
 *
 * @param start the first instant inside; {@link Instant#MIN} for no bound
 * @param end the first instant outside again; {@link Instant#MAX} for no bound
 */
public record Window(Instant start, Instant end) {
    /** No bound at either end. */
    public static final Window ALWAYS = new Window(Instant.MIN, Instant.MAX);

    /**
     * Checks the order of the bounds.
     *
     * @throws IllegalArgumentException if the end is not after the start
     */
    public Window {
        if (!end.isAfter(start)) {
            throw new IllegalArgumentException(
                    "Expected a window that ends after it starts, got start " + start + " and end " + end + ".");
        }
    }

    /**
     * A window without a start.
     *
     * @param end the first instant outside
     * @return the window
     */
    public static Window until(Instant end) {
        return new Window(Instant.MIN, end);
    }

    /** @return whether an end is set */
    public boolean ends() {
        return !end.equals(Instant.MAX);
    }

    /** @return whether a start is set */
    public boolean starts() {
        return !start.equals(Instant.MIN);
    }
}

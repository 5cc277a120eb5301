package org.wardkey.provider.operation;

import java.util.UUID;

/**
 * Names a managed key for its whole life; never used again for another key.
 *
 * @param value a random UUID
 */
public record KeyId(UUID value) {
    /**
     * Parses the form that {@link #toString} gives.
     *
     * @param text the canonical form of a UUID
     * @return the key's name
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static KeyId parse(String text) {
        return new KeyId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

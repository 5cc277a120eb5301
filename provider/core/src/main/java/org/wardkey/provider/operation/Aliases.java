package org.wardkey.provider.operation;

/** The form of aliases. */
public final class Aliases {
    private static final int MAXIMUM_CHARACTERS = 255;

    private Aliases() {}

    /**
     * Refuses aliases that cannot be stored or would forge lines in records.
     *
     * @param alias the alias
     * @return the same alias
     * @throws IllegalArgumentException if it is empty, too long or has a control character
     */
    public static String checked(String alias) {
        if (alias.isEmpty()
                || alias.length() > MAXIMUM_CHARACTERS
                || alias.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "Expected an alias of 1 to 255 characters without control characters, got one of " + alias.length()
                            + " characters.");
        }
        return alias;
    }
}

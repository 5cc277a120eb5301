package org.wardkey.sdk.cli.migration;

/**
 * A setting that changes. Holds no value of the file, and no secret.
 *
 * @param line its line, from 1; for a new one, the line of the key store's own setting, beside which it belongs
 * @param place which of the file's documents or elements it is in
 * @param setting its name
 * @param action what to do with it
 * @param value its new value; empty if it goes, or if somebody has to choose it
 * @param note what people are told besides
 */
public record Change(int line, int place, String setting, Action action, String value, String note) {
    /** What to do with a setting. */
    public enum Action {
        /** Give it another value. */
        SET,
        /** Add it. */
        ADD,
        /** Add it with the name of a key, which the file does not tell. */
        ADD_ALIAS,
        /** Add a provider before all others, whose numbers rise by one. */
        ADD_FIRST_PROVIDER,
        /** Remove it. */
        REMOVE
    }

    static Change set(Setting at, String setting, String value) {
        return new Change(at.line(), at.section(), setting, Action.SET, value, "");
    }

    static Change add(Setting beside, String setting, String value) {
        return new Change(beside.line(), beside.section(), setting, Action.ADD, value, "");
    }

    static Change alias(Setting beside, String setting) {
        return new Change(beside.line(), beside.section(), setting, Action.ADD_ALIAS, "", "");
    }

    static Change firstProvider(Setting first, String value, int others) {
        return new Change(
                first.line(),
                first.section(),
                "security.provider.1",
                Action.ADD_FIRST_PROVIDER,
                value,
                ", and add 1 to the number of each of the " + others + " others");
    }

    static Change remove(Setting at, String setting) {
        return new Change(at.line(), at.section(), setting, Action.REMOVE, "", "");
    }

    Change with(String words) {
        return new Change(line, place, setting, action, value, words);
    }

    /** The same with a key's name, if it is one that wants it. */
    Change named(String alias) {
        return action == Action.ADD_ALIAS ? new Change(line, place, setting, Action.ADD, alias, note) : this;
    }

    /**
     * Says what to do.
     *
     * @return plain words
     */
    public String what() {
        return switch (action) {
            case SET -> "set to " + value + note;
            case ADD, ADD_FIRST_PROVIDER -> "add, with " + value + note;
            case ADD_ALIAS -> "add, with the key's alias, as the token may have others";
            case REMOVE -> "remove";
        };
    }
}

package org.wardkey.provider.operation;

import java.util.EnumSet;
import java.util.Set;

/**
 * The state of a key.
 *
 * <p>Source: SP 800-57 Part 1 Rev. 5 §7.
 */
public enum KeyState {
    /** Made, but not yet in use. */
    PRE_ACTIVATION,
    /** In use. */
    ACTIVE,
    /** Out of use for a time. */
    SUSPENDED,
    /** May only process what it protected before. */
    DEACTIVATED,
    /** Known or suspected to be in foreign hands: refused for everything. */
    COMPROMISED,
    /** Its material is gone. */
    DESTROYED;

    /**
     * Tells which states may follow.
     *
     * @return the states that this one may change to. Source: SP 800-57 Part 1 Rev. 5 §7, figure 3.
     */
    public Set<KeyState> successors() {
        return switch (this) {
            case PRE_ACTIVATION -> EnumSet.of(ACTIVE, SUSPENDED, COMPROMISED, DESTROYED);
            case ACTIVE -> EnumSet.of(SUSPENDED, DEACTIVATED, COMPROMISED, DESTROYED);
            case SUSPENDED -> EnumSet.of(ACTIVE, DEACTIVATED, COMPROMISED, DESTROYED);
            case DEACTIVATED -> EnumSet.of(COMPROMISED, DESTROYED);
            case COMPROMISED -> EnumSet.of(DESTROYED);
            case DESTROYED -> EnumSet.noneOf(KeyState.class);
        };
    }

    /**
     * Tells whether a key in this state may serve a purpose at all.
     *
     * @param purpose what the key is to do
     * @return whether the state allows it
     */
    public boolean permits(Purpose purpose) {
        return switch (this) {
            case ACTIVE -> true;
            case DEACTIVATED -> !purpose.originating();
            case PRE_ACTIVATION, SUSPENDED, COMPROMISED, DESTROYED -> false;
        };
    }
}

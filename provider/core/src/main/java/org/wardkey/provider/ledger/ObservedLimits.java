package org.wardkey.provider.ledger;

import java.util.OptionalLong;

/**
 * Limits that refuse nothing yet: uses are counted as if they did.
 *
 * @param operations how many operations; empty if they need not be counted
 * @param bytes how many bytes; empty if they need not be counted
 */
public record ObservedLimits(OptionalLong operations, OptionalLong bytes) {
    /** Nothing is counted for the sake of a limit to come. */
    public static final ObservedLimits NONE = new ObservedLimits(OptionalLong.empty(), OptionalLong.empty());
}

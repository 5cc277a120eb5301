package org.wardkey.provider.operation;

import java.time.Instant;

/**
 * Marks a key whose operations keep somebody alive: it goes on while the audit log is full.
 *
 * @param owner who answers for the mark; a name or a role, not empty
 * @param until when the mark lapses
 */
public record Continuity(String owner, Instant until) {
    /**
     * Checks the owner.
     *
     * @throws IllegalArgumentException if no owner is named, or the name has a control character
     */
    public Continuity {
        if (owner.isBlank() || owner.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "Expected a named owner without control characters for a continuity mark: every exception has one.");
        }
    }
}

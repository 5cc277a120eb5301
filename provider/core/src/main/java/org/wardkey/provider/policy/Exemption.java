package org.wardkey.provider.policy;

import java.time.Instant;

/**
 * An entry of {@code exceptions}: lifts one rule for some keys for a time.
 *
 * @param id its name
 * @param lifts the rule
 * @param when which keys it is for; never every key
 * @param owner who answers for it
 * @param reason why
 * @param expires the first instant at which the rule holds again
 * @param file the file in which it stands
 * @param line its line
 */
public record Exemption(
        RuleId id, RuleId lifts, Selector when, String owner, String reason, Instant expires, String file, int line) {
    /** @return file and line */
    public String place() {
        return file + ":" + line;
    }
}

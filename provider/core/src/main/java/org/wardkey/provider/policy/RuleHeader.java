package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * What every rule has.
 *
 * @param id its name
 * @param when which keys it is about
 * @param observeUntil until when it reports instead of denying; empty if it denies at once
 * @param override whether it stands in for the rules of the same name in the documents before its own
 * @param reason why it is there; never empty if it overrides
 * @param source the standard that it comes from; empty if none
 * @param file the file in which it stands
 * @param line its line
 */
public record RuleHeader(
        RuleId id,
        Selector when,
        Optional<Instant> observeUntil,
        boolean override,
        String reason,
        String source,
        String file,
        int line) {
    /** @return file and line */
    public String place() {
        return file + ":" + line;
    }

    boolean observesAt(Instant now) {
        return observeUntil.isPresent() && now.isBefore(observeUntil.get());
    }
}

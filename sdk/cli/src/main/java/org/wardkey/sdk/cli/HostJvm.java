package org.wardkey.sdk.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.wardkey.provider.administration.ProtectedJvm;

/**
 * A JVM of this host, and whether it has Wardkey.
 *
 * @param pid the process
 * @param program its main class or jar, as far as it can be read
 * @param protection whether it has Wardkey
 * @param detail how, or why not
 */
record HostJvm(long pid, String program, Protection protection, String detail) {
    /** Whether a JVM has Wardkey. */
    enum Protection {
        /** Its managed keys are in this home. */
        PROTECTED("protected"),
        /** It has Wardkey's jar open, and uses no managed key of this home, or did not yet. */
        LOADED("loaded"),
        /** It has no jar of Wardkey open, or one that it does not look for providers in. */
        UNPROTECTED("unprotected"),
        /** Its managed keys are in this home, as it said itself; whether it still runs cannot be seen from here. */
        ELSEWHERE("elsewhere"),
        /** It is another user's. */
        UNKNOWN("unknown");

        private final String word;

        Protection(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** A JVM of the home that can be seen from here, by its number here. */
    static HostJvm of(long pid, ProtectedJvm said, String program) {
        return new HostJvm(pid, program, Protection.PROTECTED, detail(said));
    }

    /** A JVM of the home in a container that cannot be seen from here, by its number there. */
    static HostJvm elsewhere(ProtectedJvm said, Instant written) {
        return new HostJvm(
                said.pid(),
                "",
                Protection.ELSEWHERE,
                "in another container, which said at " + written.truncatedTo(ChronoUnit.SECONDS) + ": " + detail(said));
    }

    private static String detail(ProtectedJvm said) {
        String place = said.position() == 1
                ? "Wardkey is first"
                : said.position() == 0
                        ? "Wardkey is not in its list of providers"
                        : "Wardkey is at position " + said.position();
        return place + ", " + said.state() + ", Java " + said.java() + ", " + said.configuration();
    }
}

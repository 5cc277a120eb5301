package org.wardkey.sdk.cli;

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

    static HostJvm of(ProtectedJvm said, String program) {
        String place = said.position() == 1
                ? "Wardkey is first"
                : said.position() == 0
                        ? "Wardkey is not in its list of providers"
                        : "Wardkey is at position " + said.position();
        return new HostJvm(
                said.pid(),
                program,
                Protection.PROTECTED,
                place + ", " + said.state() + ", Java " + said.java() + ", " + said.configuration());
    }
}

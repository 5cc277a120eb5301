package org.wardkey.provider;

import java.security.Security;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether this JVM is to use approved algorithms of a validated module alone, by the property that Bouncy Castle's module
 * obeys too: in {@code java.security} or on the command line. A file could not say it: the first hash of a JVM is made
 * before files can be read.
 */
final class ApprovedOnly {
    /** The property; {@code true} in {@code java.security} or among the JVM's system properties. */
    static final String PROPERTY = "org.bouncycastle.fips.approved_only";

    private ApprovedOnly() {}

    /** Asked once in a process: what serves does not change under a program, nor with what is set later. */
    private static final class Told {
        private static final boolean APPROVED_ONLY = "true".equalsIgnoreCase(value());

        /** As Bouncy Castle reads it: what stands in {@code java.security} comes first. */
        private static @Nullable String value() {
            String configured = Security.getProperty(PROPERTY);
            return configured == null ? System.getProperty(PROPERTY) : configured;
        }
    }

    static boolean required() {
        return Told.APPROVED_ONLY;
    }

    /**
     * Compares what the configuration says with what the JVM was told.
     *
     * @param config a configuration that is from a file
     * @return what is wrong, if they disagree
     */
    static Optional<String> disagreement(WardkeyConfig config) {
        if (config.fips().approvedOnly() == required()) {
            return Optional.empty();
        }
        return Optional.of(
                config.fips().approvedOnly()
                        ? config.origin() + " says mode = fips, and this JVM was not told: expected " + PROPERTY
                                + "=true in its java.security (`wardkey java-security print` writes it) or, where that says"
                                + " nothing, as -D" + PROPERTY + "=true, before the first use of Wardkey."
                        : "This JVM was told " + PROPERTY + "=true, and " + config.origin()
                                + " does not say mode = fips: expected both or neither.");
    }
}

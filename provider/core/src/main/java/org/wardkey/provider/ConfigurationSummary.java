package org.wardkey.provider;

import java.nio.file.Path;
import java.security.Security;
import java.util.Set;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.policy.PolicyProblem;

/**
 * What a configuration says that concerns more than the provider: the start of the JVM, and which views there can be.
 * Immutable.
 *
 * @param strict whether the JVM must not run when the configuration is not usable
 * @param approvedOnly whether nothing but a validated module may serve, {@code mode = fips}
 * @param tokens the names of the tokens
 */
public record ConfigurationSummary(boolean strict, boolean approvedOnly, Set<String> tokens) {
    /** Keeps a copy. */
    public ConfigurationSummary {
        tokens = Set.copyOf(tokens);
    }

    /**
     * Tells this JVM that a validated module serves alone, if the configuration says so and nobody has told the JVM
     * anything: for programs that have a process to themselves, before they first use the provider.
     */
    public void adoptMode() {
        if (approvedOnly
                && Security.getProperty(WardkeyProvider.APPROVED_ONLY) == null
                && System.getProperty(WardkeyProvider.APPROVED_ONLY) == null) {
            Security.setProperty(WardkeyProvider.APPROVED_ONLY, "true");
        }
    }

    /**
     * Reads a configuration; opens no home.
     *
     * @param config the configuration
     * @return what it says
     * @throws PolicyProblem if the configuration is not usable
     */
    public static ConfigurationSummary read(Path config) throws PolicyProblem {
        try {
            WardkeyConfig read = ConfigReader.read(config);
            return new ConfigurationSummary(
                    read.strict(), read.fips().approvedOnly(), read.tokens().keySet());
        } catch (ConfigProblem e) {
            throw new PolicyProblem(RefusalCode.LOCKED, String.valueOf(e.getMessage()));
        }
    }
}

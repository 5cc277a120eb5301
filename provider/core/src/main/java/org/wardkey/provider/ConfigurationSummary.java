package org.wardkey.provider;

import java.nio.file.Path;
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

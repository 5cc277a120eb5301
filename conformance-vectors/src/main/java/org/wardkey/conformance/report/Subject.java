package org.wardkey.conformance.report;

import java.security.Provider;
import org.wardkey.conformance.Capability;

/**
 * What a report is about.
 *
 * @param provider the provider under test
 * @param second the provider that checked random answers
 * @param capability what the provider under test was taken to declare
 */
public record Subject(Provider provider, Provider second, Capability capability) {
    /** Whether nobody else checks the random answers of the provider under test. */
    public boolean checksItself() {
        return provider.getName().equals(second.getName());
    }
}

package org.wardkey.provider;

import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * The configuration is not usable in a JVM that must not run without it: {@code wardkey.strict} in its {@code
 * java.security}, from {@code strict = true} in {@code wardkey.conf}.
 *
 * <p>An {@code Error}, since the JDK answers an exception of a provider by going on without it.
 */
public final class UnusableConfigurationError extends Error {
    private static final long serialVersionUID = 1;

    UnusableConfigurationError(String problem) {
        super(new Refusal(RefusalCode.LOCKED, problem + " This JVM does not run without it: wardkey.strict = true.")
                .message());
    }
}

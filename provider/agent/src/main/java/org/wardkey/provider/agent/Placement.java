package org.wardkey.provider.agent;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.HexFormat;
import org.wardkey.provider.ConfigurationSummary;
import org.wardkey.provider.UnusableConfigurationError;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.policy.PolicyProblem;

/** Puts the provider into the JVM's list and looks whether it is there. */
final class Placement {
    /** Source: FIPS 180-4, example of "abc". */
    private static final String SHA_256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private Placement() {}

    /**
     * Makes Wardkey the first provider. One that {@code java.security} lists already is replaced; its views stay.
     *
     * @param configuration the configuration's path; empty for none
     * @param strict whether an unusable configuration keeps the JVM from running
     * @throws IllegalStateException if Wardkey is not first afterwards
     */
    static void first(String configuration, boolean strict) {
        // Looked for while nothing is strict yet: a line that is replaced may name a file that cannot be read.
        Security.removeProvider(WardkeyProvider.NAME);
        if (strict) {
            Security.setProperty(WardkeyProvider.STRICT, "true");
        }
        if (!configuration.isEmpty()) {
            adoptMode(configuration);
        }
        Provider wardkey = configured(configuration);
        Security.insertProviderAt(wardkey, 1);
        requireServes(wardkey);
    }

    /** Nobody has used the JCA's providers yet, so the JVM can still be told. */
    private static void adoptMode(String configuration) {
        try {
            ConfigurationSummary.read(Path.of(configuration)).adoptMode();
        } catch (PolicyProblem | InvalidPathException e) {
            // The provider says it where it counts: on stderr, and in strict mode by not running.
            System.getLogger("org.wardkey.provider").log(Level.DEBUG, "The configuration is not usable", e);
        }
    }

    private static Provider configured(String configuration) {
        WardkeyProvider unconfigured = new WardkeyProvider();
        try {
            return configuration.isEmpty() ? unconfigured : unconfigured.configure(configuration);
        } catch (UnusableConfigurationError e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static void requireServes(Provider wardkey) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest("abc".getBytes(StandardCharsets.US_ASCII));
            if (!digest.getProvider().equals(wardkey)
                    || !HexFormat.of().formatHex(hash).equals(SHA_256_OF_ABC)) {
                throw new IllegalStateException(
                        "expected SHA-256 from " + wardkey + ", got it from " + digest.getProvider() + ".");
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("expected SHA-256 from " + wardkey + ", got none.", e);
        }
    }
}

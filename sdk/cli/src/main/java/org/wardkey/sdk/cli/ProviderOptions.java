package org.wardkey.sdk.cli;

import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.ConfigurationSummary;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.policy.PolicyProblem;
import picocli.CommandLine.Option;

/** The options that most commands have, and the provider that they ask for. */
final class ProviderOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "wardkey.conf; without it the provider of this JVM if registered, else the defaults")
    private @Nullable Path config;

    @Option(names = "--verbose", description = "Print the stack trace of a failure.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    private boolean help;

    /**
     * The provider that the options name; it need not be registered.
     *
     * @throws CommandFailedException if the file is not there
     */
    WardkeyProvider provider() {
        if (config != null) {
            if (!Files.isReadable(config)) {
                throw new CommandFailedException(
                        CommandFailedException.Code.FILE,
                        "Expected a readable configuration file, got " + config + ". Correct --config.");
            }
            adoptMode(config);
            return (WardkeyProvider)
                    new WardkeyProvider().configure(config.toAbsolutePath().toString());
        }
        return Security.getProvider(WardkeyProvider.NAME) instanceof WardkeyProvider registered
                ? registered
                : new WardkeyProvider();
    }

    /**
     * The view of a token that the options' file has; it may have none of that name.
     *
     * @return it; empty if no file is named
     */
    Optional<WardkeyProvider> view(String token) {
        if (config == null) {
            return Optional.empty();
        }
        // Looks whether the file is there.
        provider();
        return Optional.of((WardkeyProvider) new WardkeyProvider().configure(config.toAbsolutePath() + "#" + token));
    }

    /** A command of its own process obeys the mode that the file says. What is wrong with the file the provider says. */
    private static void adoptMode(Path config) {
        try {
            ConfigurationSummary.read(config).adoptMode();
        } catch (PolicyProblem e) {
            System.getLogger("org.wardkey.sdk.cli").log(Level.DEBUG, "The configuration is not usable", e);
        }
    }

    /** Whether a configuration is named. */
    boolean configured() {
        return config != null;
    }

    boolean verbose() {
        return verbose;
    }

    boolean help() {
        return help;
    }
}

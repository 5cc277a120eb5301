package org.wardkey.sdk.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.ConfigurationSummary;
import org.wardkey.provider.PolicyFiles;
import org.wardkey.provider.policy.Policy;
import org.wardkey.provider.policy.PolicyPack;
import org.wardkey.provider.policy.PolicyProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey java-security print}. */
@Command(
        name = "print",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a file for -Djava.security.properties=FILE: Wardkey first, then this JDK's own providers.",
            "Run it with the JDK that the file is for.",
            "With strict = true in wardkey.conf the file also says that the JVM does not run without a usable one."
        },
        footer = {"", "Example:", "  wardkey java-security print --config wardkey.conf --tokens local > java.security"})
final class JavaSecurityPrintCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", description = "wardkey.conf; the defaults without it.")
    private @Nullable Path config;

    @Option(
            names = "--tokens",
            split = ",",
            paramLabel = "TOKEN",
            description = "Also print a view for each, whose generators make keys inside it. Needs --config.")
    private List<String> tokens = List.of();

    @Option(
            names = "--strict",
            description = {
                "Also make the JVM as a whole obey what the policy of --config (or the default pack) denies to every key and"
                        + " purpose, on top of what the JDK disables.",
                "A document that was applied to a home is not looked at."
            })
    private boolean strict;

    @Option(names = "--verbose", description = "Print the stack trace of a failure.")
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    JavaSecurityPrintCommand() {}

    @Override
    public Integer call() {
        if (config != null) {
            requireReadable(config);
        }
        if (config == null && !tokens.isEmpty()) {
            throw new IllegalArgumentException("Expected --config with --tokens: a view names the file and the token.");
        }
        for (String token : tokens) {
            if (!token.matches("[a-z][a-z0-9-]{0,31}")) {
                throw new IllegalArgumentException("Expected the names of tokens in --tokens, such as local,tpm0.");
            }
        }
        boolean mustNotRunWithout = false;
        boolean approvedOnly = false;
        if (config != null) {
            ConfigurationSummary summary = summary(config);
            requireKnown(tokens, summary);
            mustNotRunWithout = summary.strict();
            approvedOnly = summary.approvedOnly();
        }
        String text = JavaSecurityFile.text(Optional.ofNullable(config), tokens, JavaSecurityFile.ownProviders())
                + (mustNotRunWithout ? JavaSecurityFile.strictStart() : "")
                + (approvedOnly ? JavaSecurityFile.approvedOnly() : "")
                + (strict ? JavaSecurityFile.strict(policy(), Instant.now(), approvedOnly) : "");
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return ExitCodes.OK;
    }

    static void requireReadable(Path config) {
        if (!Files.isReadable(config)) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE,
                    "Expected a readable configuration file, got " + config + ". Correct --config.");
        }
    }

    /** A file for a configuration that is not usable is of no use, strict or not. */
    static ConfigurationSummary summary(Path config) {
        try {
            return ConfigurationSummary.read(config);
        } catch (PolicyProblem e) {
            throw PolicyCommand.refused(e);
        }
    }

    private static void requireKnown(List<String> tokens, ConfigurationSummary summary) {
        for (String token : tokens) {
            if (!summary.tokens().contains(token)) {
                throw new IllegalArgumentException("Expected tokens that the configuration has, which are "
                        + String.join(", ", new TreeSet<>(summary.tokens())) + ", got " + token
                        + ". Correct --tokens, or add the token to the configuration.");
            }
        }
    }

    private Policy policy() {
        try {
            return config == null ? PolicyPack.defaultPolicy() : PolicyFiles.configured(config);
        } catch (PolicyProblem e) {
            throw PolicyCommand.refused(e);
        }
    }

    boolean verbose() {
        return verbose;
    }
}

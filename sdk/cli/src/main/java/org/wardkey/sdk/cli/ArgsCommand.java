package org.wardkey.sdk.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey args}. */
@Command(
        name = "args",
        mixinStandardHelpOptions = true,
        description = {
            "Prints an argument file for java @FILE: the agent that makes Wardkey the first provider, or keeps the JVM from"
                    + " running. It names the jars where they lie now.",
            "With strict = true in wardkey.conf the JVM does not run without a usable one."
        },
        footer = {
            "",
            "Example:",
            "  wardkey args --config wardkey.conf > wardkey.args",
            "  java @wardkey.args -jar app.jar"
        })
final class ArgsCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", description = "wardkey.conf; the defaults without it.")
    private @Nullable Path config;

    @Option(names = "--verbose", description = "Print the stack trace of a failure.")
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    ArgsCommand() {}

    @Override
    public Integer call() throws IOException {
        if (config != null) {
            JavaSecurityPrintCommand.requireReadable(config);
        }
        boolean strict =
                config != null && JavaSecurityPrintCommand.summary(config).strict();
        Path agent = ArgumentFile.agent()
                .orElseThrow(() -> new CommandFailedException(
                        CommandFailedException.Code.FILE,
                        "Expected one wardkey-agent.jar beside the provider's jar, found none or several. Use the"
                                + " distribution as it was unpacked."));
        spec.commandLine().getOut().print(ArgumentFile.text(agent, Optional.ofNullable(config), strict));
        spec.commandLine().getOut().flush();
        return ExitCodes.OK;
    }

    boolean verbose() {
        return verbose;
    }
}

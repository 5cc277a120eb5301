package org.wardkey.sdk.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wardkey java-security}. */
@Command(
        name = "java-security",
        mixinStandardHelpOptions = true,
        description = "Makes the file that registers Wardkey in a JVM.",
        subcommands = {JavaSecurityPrintCommand.class})
final class JavaSecurityCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    JavaSecurityCommand() {}

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }
}

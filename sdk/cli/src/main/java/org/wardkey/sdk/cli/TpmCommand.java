package org.wardkey.sdk.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wardkey tpm}. */
@Command(
        name = "tpm",
        mixinStandardHelpOptions = true,
        description = "Looks at the TPMs that have the keys of tokens, and says until when they let them be used.",
        subcommands = {
            TpmInfoCommand.class,
            TpmProvisionCommand.class,
            TpmWindowCommand.class,
            TpmLeaseCommand.class,
            TpmRevokeCommand.class
        })
final class TpmCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TpmCommand() {}

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }
}

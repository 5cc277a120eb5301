package org.wardkey.sdk.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wardkey tpm window}. */
@Command(
        name = "window",
        mixinStandardHelpOptions = true,
        description = {
            "Until when a TPM lets the keys of a token be used: asked for by the device, signed by an authority",
            "with no TPM at hand, installed at the device."
        },
        subcommands = {
            TpmWindowKeygenCommand.class,
            TpmWindowRequestCommand.class,
            TpmWindowSignCommand.class,
            TpmWindowInstallCommand.class,
            TpmWindowShowCommand.class
        })
final class TpmWindowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TpmWindowCommand() {}

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }
}

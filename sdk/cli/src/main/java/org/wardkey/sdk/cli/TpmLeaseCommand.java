package org.wardkey.sdk.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wardkey tpm lease}. */
@Command(
        name = "lease",
        mixinStandardHelpOptions = true,
        description = {
            "For how long, inside a window with leases, a TPM lets the keys of a token be used: renewed by the device",
            "again and again, signed by an authority that it reaches by a network."
        },
        subcommands = {TpmLeaseRenewCommand.class, TpmLeaseSignCommand.class})
final class TpmLeaseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TpmLeaseCommand() {}

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }
}

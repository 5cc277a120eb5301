package org.wardkey.sdk.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wardkey audit}. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Reads, checks and prunes the record of what keys did.",
        subcommands = {
            AuditShowCommand.class,
            AuditVerifyCommand.class,
            AuditCheckpointCommand.class,
            AuditPruneCommand.class
        })
final class AuditCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    AuditCommand() {}

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }
}

package org.wardkey.sdk.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wardkey time}. */
@Command(
        name = "time",
        mixinStandardHelpOptions = true,
        description = "Shows what a home knows of the time, and sets it right, by an authority or by you.",
        subcommands = {
            TimeShowCommand.class,
            TimeChallengeCommand.class,
            TimeAnswerCommand.class,
            TimeAcceptCommand.class,
            TimeRepairCommand.class
        })
final class TimeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TimeCommand() {}

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }
}

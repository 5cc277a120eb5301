package org.wardkey.sdk.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wardkey keys}. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Lists, makes, replaces and retires managed keys.",
        subcommands = {
            KeysListCommand.class,
            KeysShowCommand.class,
            KeysGenerateCommand.class,
            KeysRotateCommand.class,
            KeysSuspendCommand.class,
            KeysResumeCommand.class,
            KeysDeactivateCommand.class,
            KeysCompromiseCommand.class,
            KeysDestroyCommand.class
        })
final class KeysCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    KeysCommand() {}

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }
}

package org.wardkey.sdk.cli;

import java.util.concurrent.Callable;
import org.wardkey.provider.operation.KeyState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey keys resume}. */
@Command(name = "resume", description = "Puts a suspended key back into use.")
final class KeysResumeCommand implements Callable<Integer> {
    @Mixin
    private final StateChange change = new StateChange();

    @Option(names = "--reason", description = "Why; goes into the record.")
    private String reason = "";

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    KeysResumeCommand() {}

    @Override
    public Integer call() {
        return change.to(KeyState.ACTIVE, reason, spec);
    }
}

package org.wardkey.sdk.cli;

import java.util.concurrent.Callable;
import org.wardkey.provider.operation.KeyState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey keys suspend}. */
@Command(name = "suspend", description = "Puts a key out of use for a time.")
final class KeysSuspendCommand implements Callable<Integer> {
    @Mixin
    private final StateChange change = new StateChange();

    @Option(names = "--reason", required = true, description = "Why; goes into the record.")
    private String reason = "";

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    KeysSuspendCommand() {}

    @Override
    public Integer call() {
        return change.to(KeyState.SUSPENDED, reason, spec);
    }
}

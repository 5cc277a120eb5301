package org.wardkey.sdk.cli;

import java.util.concurrent.Callable;
import org.wardkey.provider.operation.KeyState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey keys destroy}. */
@Command(name = "destroy", description = "Destroys a key; its alias and record stay.")
final class KeysDestroyCommand implements Callable<Integer> {
    @Mixin
    private final StateChange change = new StateChange();

    @Option(names = "--reason", required = true, description = "Why; goes into the record.")
    private String reason = "";

    @Option(names = "--yes", description = "Confirms: a destroyed key does not come back.")
    private boolean confirmed;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    KeysDestroyCommand() {}

    @Override
    public Integer call() {
        if (!confirmed) {
            throw new IllegalArgumentException("Expected --yes: a destroyed key does not come back.");
        }
        return change.to(KeyState.DESTROYED, reason, spec);
    }
}

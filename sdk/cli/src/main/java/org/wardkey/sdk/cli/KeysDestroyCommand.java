package org.wardkey.sdk.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--proof",
            paramLabel = "FILE",
            description = {
                "Write a proof of what was done to a new file.",
                "wardkey audit verify --proof FILE --verifier-key VKEY believes it, anywhere."
            })
    private @Nullable Path proof;

    @Option(names = "--yes", description = "Confirms: a destroyed key does not come back.")
    private boolean confirmed;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    KeysDestroyCommand() {}

    @Override
    public Integer call() throws IOException {
        if (!confirmed) {
            throw new IllegalArgumentException("Expected --yes: a destroyed key does not come back.");
        }
        if (proof == null) {
            return change.to(KeyState.DESTROYED, reason, spec);
        }
        NewFile.require(proof);
        return change.destroyed(reason, proof, spec);
    }
}

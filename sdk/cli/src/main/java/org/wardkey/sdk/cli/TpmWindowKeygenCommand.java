package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey tpm window keygen}. */
@Command(
        name = "keygen",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the key of an authority, EC on P-256, in a file that its owner alone may read, and prints",
            "its public half for wardkey.conf. Keep the file where no device is."
        },
        footer = {"", "Example: wardkey tpm window keygen --key authority.key > authority.pem"})
final class TpmWindowKeygenCommand implements Callable<Integer> {
    @Option(names = "--key", required = true, paramLabel = "FILE", description = "A new file.")
    private Path key = Path.of("");

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TpmWindowKeygenCommand() {}

    @Override
    public Integer call() {
        NewFile.require(key);
        try {
            PrintWriter out = spec.commandLine().getOut();
            out.print(WindowSigningKey.create(key));
            out.flush();
            return ExitCodes.OK;
        } catch (IOException e) {
            throw CommandFailedException.notSigned(e);
        }
    }
}

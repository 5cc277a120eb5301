package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.wardkey.provider.PolicyFiles;
import org.wardkey.provider.PolicySigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey policy keygen}. */
@Command(
        name = "keygen",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the key of somebody who signs policies, or of an authority for the time, and prints its public half"
                    + " for policy-signers or time-authority of wardkey.conf.",
            "The file is readable by its owner alone and not sealed: make it on a medium that is kept offline."
        },
        footer = {"", "Example: wardkey policy keygen /media/stick/security.key --name klinikum.example/security"})
final class PolicyKeygenCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The private key; must not be there yet.")
    private Path file = Path.of("");

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "Who holds it, such as klinikum.example/security; no blanks, no plus sign.")
    private String name = "";

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    PolicyKeygenCommand() {}

    @Override
    public Integer call() {
        try (PolicySigningKey key = PolicySigningKey.create(file, name)) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(Printable.text(key.publicKey().text(PolicyFiles.bundleCryptography())));
            out.flush();
            return ExitCodes.OK;
        } catch (IOException e) {
            throw new CommandFailedException(
                    CommandFailedException.Code.SIGNING_KEY,
                    "Expected a new file in a folder that may be written, got " + file + " ("
                            + e.getClass().getSimpleName() + "). Choose another name.",
                    e);
        }
    }
}

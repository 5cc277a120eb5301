package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.wardkey.provider.administration.KeyWindows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey tpm window install}. */
@Command(
        name = "install",
        description = {
            "Puts a signed window in the place of the one before. Recorded, and effective in every process at its next",
            "operation."
        })
final class TpmWindowInstallCommand implements Callable<Integer> {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Mixin
    private final TpmTokenOptions which = new TpmTokenOptions();

    @Parameters(paramLabel = "WINDOW", description = "What the authority signed; - for the standard input.")
    private Path window = Path.of(NoteText.STANDARD_INPUT);

    @Option(
            names = "--override",
            description = "Begin an emergency: the TPM counts it for ever. WINDOW is signed by the override's key.")
    private boolean override;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TpmWindowInstallCommand() {}

    @Override
    public Integer call() {
        String text = NoteText.read(window, "window");
        KeyWindows windows = which.windows(options.provider().administration());
        if (override) {
            which.asOwner(owner -> windows.override(text, owner));
        } else {
            windows.install(text);
        }
        PrintWriter out = spec.commandLine().getOut();
        windows.status().forEach((name, value) -> out.printf("%-15s  %s%n", name, value));
        out.flush();
        return ExitCodes.OK;
    }
}

package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.wardkey.provider.administration.KeyWindows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey tpm window request}. */
@Command(
        name = "request",
        description = {
            "Prints what the authority needs to sign a window from now on. None of it is secret.",
            "The clock in it is the TPM's, which stands still while the TPM has no power."
        },
        footer = {"", "Example: wardkey tpm window request > pump.request"})
final class TpmWindowRequestCommand implements Callable<Integer> {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Mixin
    private final TpmTokenOptions which = new TpmTokenOptions();

    @Option(names = "--override", description = "Ask the holder of the override's key: an emergency.")
    private boolean override;

    @Option(
            names = "--pcr",
            paramLabel = "PCRS",
            description =
                    "Ask for a window that is open while these PCRs have the values of now: sha256:0,2,7. The TPM quotes"
                            + " them.")
    private String pcrs = "";

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TpmWindowRequestCommand() {}

    @Override
    public Integer call() {
        KeyWindows windows = which.windows(options.provider().administration());
        PrintWriter out = spec.commandLine().getOut();
        out.print(override ? windows.requestOverride(pcrs) : windows.request(pcrs));
        out.flush();
        return ExitCodes.OK;
    }
}

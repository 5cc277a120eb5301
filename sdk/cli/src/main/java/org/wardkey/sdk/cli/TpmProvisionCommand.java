package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.wardkey.provider.administration.Administration;
import org.wardkey.tpm2.policy.WindowRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey tpm provision}. */
@Command(
        name = "provision",
        description = {
            "Prepares a TPM for keys whose use it ends itself: defines the counters that windows name,",
            "and the storage root key (0x81000001) if the TPM has none. What is there already stays.",
            "Prints the Name of the chip's attestation key, by which the authority knows the device: keep it with the inventory.",
            "Then have the authority sign a window: wardkey tpm window request."
        },
        footer = {"", "The token needs an authority in wardkey.conf. See docs/tpm.md."})
final class TpmProvisionCommand implements Callable<Integer> {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Mixin
    private final TpmTokenOptions which = new TpmTokenOptions();

    @Option(
            names = "--set-clock",
            description = "Also set the TPM's clock forward to the home's time, for which an authority has to have"
                    + " vouched (wardkey time accept). Cannot be undone, and ends windows that were signed before.")
    private boolean setClock;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TpmProvisionCommand() {}

    @Override
    public Integer call() {
        Administration administration = options.provider().administration();
        String token = which.token(administration);
        which.asOwner(administration.windows(token)::provision);
        if (setClock) {
            which.asOwner(administration.windows(token)::setClock);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("The TPM of token " + token + " is ready for windows.");
        administration.windows(token).status().forEach((name, value) -> out.printf("  %-15s  %s%n", name, value));
        WindowRequest request =
                WindowRequest.parse(administration.windows(token).request());
        out.printf("  %-15s  %s%n", "attestation-key", request.evidence().key().name());
        out.flush();
        return ExitCodes.OK;
    }
}

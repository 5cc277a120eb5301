package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.administration.KeyWindows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey tpm revoke}. */
@Command(
        name = "revoke",
        description = {
            "Ends every window that was signed so far, by a step of the TPM's counter: no key of a token",
            "that names this counter is used any more, by whatever program, until the authority signs another.",
            "Cannot be undone."
        },
        footer = {
            "",
            "A program that satisfied a session before, and knows a key's authorization value, has one use more; where the",
            "window has leases until its lease ends, and where it has PCRs until --extend-pcr, or anything else, extends one."
        })
final class TpmRevokeCommand implements Callable<Integer> {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Mixin
    private final TpmTokenOptions which = new TpmTokenOptions();

    @Option(
            names = "--extend-pcr",
            paramLabel = "PCR",
            description =
                    "Also extend this PCR, 0 to 15, which ends sessions of windows with PCRs that somebody holds. What else is"
                            + " sealed to it, such as a disk's key, does not open until the TPM is reset: choose one that nothing uses.")
    private @Nullable Integer pcr;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TpmRevokeCommand() {}

    @Override
    public Integer call() {
        Administration administration = options.provider().administration();
        String token = which.token(administration);
        KeyWindows windows = administration.windows(token);
        Integer extended = pcr;
        which.asOwner(owner -> {
            if (extended == null) {
                windows.revoke(owner);
            } else {
                windows.revoke(owner, extended);
            }
        });
        PrintWriter out = spec.commandLine().getOut();
        out.println("Revoked. The TPM of token " + token + " is at epoch "
                + windows.status().get("epoch") + " now.");
        out.flush();
        return ExitCodes.OK;
    }
}

package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.wardkey.provider.administration.Administration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wardkey tpm revoke}. */
@Command(
        name = "revoke",
        description = {
            "Ends every window that was signed so far, by a step of the TPM's counter: no key of a token",
            "that names this counter is used any more, by whatever program, until the authority signs another.",
            "Cannot be undone."
        })
final class TpmRevokeCommand implements Callable<Integer> {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Mixin
    private final TpmTokenOptions which = new TpmTokenOptions();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TpmRevokeCommand() {}

    @Override
    public Integer call() {
        Administration administration = options.provider().administration();
        String token = which.token(administration);
        which.asOwner(administration.windows(token)::revoke);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Revoked. The TPM of token " + token + " is at epoch "
                + administration.windows(token).status().get("epoch") + " now.");
        out.flush();
        return ExitCodes.OK;
    }
}

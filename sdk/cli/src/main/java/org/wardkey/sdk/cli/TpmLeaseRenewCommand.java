package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.wardkey.provider.administration.KeyWindows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey tpm lease renew}. */
@Command(
        name = "renew",
        description = {
            "Renews the lease that the window of a token asks for, by a command that reaches who signs leases: the request is",
            "its standard input, the lease its standard output. Recorded, and effective in every process at its next",
            "operation. If the command fails, the lease before stays."
        },
        footer = {
            "",
            "Run it from a timer, at a third of what leases are signed for. Exits with 1 unless the window is open then.",
            "Example: wardkey tpm lease renew -- ssh -T lease@authority.example",
            "where the authority's account runs wardkey tpm lease sign --key lease.key --for 15m --device 000b..."
        })
final class TpmLeaseRenewCommand implements Callable<Integer> {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Mixin
    private final TpmTokenOptions which = new TpmTokenOptions();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = Span.class,
            description = "How long the command may take: 60s without it.")
    private Duration timeout = Duration.ofSeconds(60);

    @Parameters(
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "The command and its arguments, behind --. No shell reads them.")
    private List<String> command = List.of();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TpmLeaseRenewCommand() {}

    @Override
    public Integer call() {
        KeyWindows windows = which.windows(options.provider().administration());
        windows.renewLease(new LeaseProcess(command, timeout));
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> status = windows.status();
        status.forEach((name, value) -> out.printf("%-15s  %s%n", name, value));
        out.flush();
        return "open".equals(status.get("state")) ? ExitCodes.OK : ExitCodes.FINDINGS;
    }
}

package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey tpm window show}. */
@Command(
        name = "show",
        description = "Says whether the window of a token is open, by what its TPM says now.",
        footer = {"", "Exits with 1 unless it is open."})
final class TpmWindowShowCommand implements Callable<Integer> {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Mixin
    private final TpmTokenOptions which = new TpmTokenOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TpmWindowShowCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> status =
                which.windows(options.provider().administration()).status();
        if (json) {
            Json.write(out, generator -> {
                generator.writeStartObject();
                for (Map.Entry<String, String> entry : status.entrySet()) {
                    generator.writeStringField(entry.getKey(), entry.getValue());
                }
                generator.writeEndObject();
            });
        } else {
            status.forEach((name, value) -> out.printf("%-15s  %s%n", name, value));
        }
        out.flush();
        return "open".equals(status.get("state")) ? ExitCodes.OK : ExitCodes.FINDINGS;
    }
}

package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.wardkey.provider.administration.Time;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey time repair}. */
@Command(
        name = "repair",
        description = {
            "Puts the home's mark to the operating system's time, whatever it was: you say that the clock is right.",
            "Recorded, and effective in every process within a second. Look at wardkey time show first."
        })
final class TimeRepairCommand implements Callable<Integer> {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Option(names = "--reason", required = true, description = "Why; goes into the record.")
    private String reason = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TimeRepairCommand() {}

    @Override
    public Integer call() {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("Expected a --reason that is not blank: it goes into the record.");
        }
        PrintWriter out = spec.commandLine().getOut();
        Time.Report report = options.provider().administration().time().repair(reason);
        if (json) {
            Json.write(out, generator -> TimeText.write(generator, report));
        } else {
            TimeText.print(out, report);
        }
        out.flush();
        return report.problem().isEmpty() ? ExitCodes.OK : ExitCodes.FINDINGS;
    }
}

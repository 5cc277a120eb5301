package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.wardkey.provider.administration.Time;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey time show}. */
@Command(
        name = "show",
        description = {
            "Says what time it is for this home's keys, and how far that can be believed.",
            "The mark is the latest time that the home has believed; below it keys do not originate."
        },
        footer = {"", "Exits with 1 if the time is not trusted."})
final class TimeShowCommand implements Callable<Integer> {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TimeShowCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Time.Report report = options.provider().administration().time().report();
        if (json) {
            Json.write(out, generator -> TimeText.write(generator, report));
        } else {
            TimeText.print(out, report);
        }
        out.flush();
        return report.problem().isEmpty() ? ExitCodes.OK : ExitCodes.FINDINGS;
    }
}

package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.wardkey.provider.administration.Time;
import org.wardkey.provider.administration.TimeSource;
import org.wardkey.provider.operation.PolicyDeniedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey time accept}. */
@Command(
        name = "accept",
        description = {
            "Takes the time over that an authority signed in answer to this home's challenge.",
            "The home's time goes on from there until the next boot, even if this machine's clock is behind it or days"
                    + " ahead.",
            "Recorded, and effective in every process within a second."
        })
final class TimeAcceptCommand implements Callable<Integer> {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Parameters(paramLabel = "ANSWER", description = "The signed answer; - for the standard input.")
    private Path answer = Path.of(NoteText.STANDARD_INPUT);

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TimeAcceptCommand() {}

    @Override
    public Integer call() {
        String note = NoteText.read(answer, "signed answer");
        Time.Report report = accepted(note);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.write(out, generator -> TimeText.write(generator, report));
        } else {
            TimeText.print(out, report);
        }
        out.flush();
        return report.problem().isEmpty() ? ExitCodes.OK : ExitCodes.FINDINGS;
    }

    private Time.Report accepted(String note) {
        try {
            return options.provider().administration().time().accept(note);
        } catch (TimeSource.Unavailable e) {
            PolicyDeniedException refused = new PolicyDeniedException(e.refusal());
            refused.initCause(e);
            throw refused;
        }
    }
}

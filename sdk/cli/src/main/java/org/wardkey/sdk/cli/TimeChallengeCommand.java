package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wardkey time challenge}. */
@Command(
        name = "challenge",
        description = {
            "Prints a challenge for an authority of time-authority in wardkey.conf. It is no secret.",
            "Its answer is taken once, within 10 minutes and in this boot; a newer challenge takes its place."
        },
        footer = {
            "",
            "Example, with any way to carry two small files:",
            "  wardkey time challenge --config wardkey.conf > challenge",
            "  wardkey time answer --key time.key < challenge > answer      # at the authority",
            "  wardkey time accept answer --config wardkey.conf"
        })
final class TimeChallengeCommand implements Callable<Integer> {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TimeChallengeCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(options.provider().administration().time().challenge().text());
        out.flush();
        return ExitCodes.OK;
    }
}

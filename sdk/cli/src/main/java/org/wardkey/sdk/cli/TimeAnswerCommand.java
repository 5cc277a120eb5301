package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.wardkey.provider.PolicySigningKey;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.TimeChallenge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey time answer}. */
@Command(
        name = "answer",
        mixinStandardHelpOptions = true,
        description = {
            "Signs what this machine's clock shows, in answer to a challenge, and prints the signed answer.",
            "For the authority: needs no home and no configuration. Its clock must be right."
        },
        footer = {
            "",
            "The key is made by wardkey policy keygen; its public half stands in time-authority of wardkey.conf.",
            "Example: wardkey time answer --key time.key < challenge > answer"
        })
final class TimeAnswerCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "CHALLENGE",
            description = "The challenge; the standard input without it, or for -.")
    private Path challenge = Path.of(NoteText.STANDARD_INPUT);

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "Made by wardkey policy keygen.")
    private Path key = Path.of("");

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    TimeAnswerCommand() {}

    @Override
    public Integer call() {
        try (PolicySigningKey signer = PolicySigningKey.read(key)) {
            TimeChallenge asked = TimeChallenge.parse(NoteText.read(challenge, "challenge"));
            PrintWriter out = spec.commandLine().getOut();
            out.print(signer.answer(asked, Instant.now()));
            out.flush();
            return ExitCodes.OK;
        } catch (PolicyProblem e) {
            throw PolicyCommand.refused(e);
        } catch (IOException e) {
            throw CommandFailedException.notSigned(e);
        }
    }
}

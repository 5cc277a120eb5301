package org.wardkey.sdk.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.wardkey.provider.PolicyFiles;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.policy.Policy;
import org.wardkey.provider.policy.PolicyProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wardkey policy}. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description =
                "Checks, shows, compares and explains policies; signs them, tries them on the past, applies them to a home.",
        subcommands = {
            PolicyCheckCommand.class,
            PolicyShowCommand.class,
            PolicyDiffCommand.class,
            PolicyExplainCommand.class,
            PolicyTrialCommand.class,
            PolicyKeygenCommand.class,
            PolicySignCommand.class,
            PolicyApplyCommand.class
        })
final class PolicyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    PolicyCommand() {}

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }

    /** What a command says about a document that cannot be taken. */
    static PolicyDeniedException refused(PolicyProblem problem) {
        PolicyDeniedException refused = new PolicyDeniedException(problem.refusal());
        refused.initCause(problem);
        return refused;
    }

    /** Reads packs and files as a configuration would name them. */
    static Policy load(List<String> names) throws PolicyProblem {
        return PolicyFiles.load(Path.of("").toAbsolutePath(), names);
    }
}

package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.PolicySnapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey policy diff}. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Prints the rules and exceptions in which two policies differ.",
        footer = {"", "Exits with 1 if they differ."})
final class PolicyDiffCommand implements Callable<Integer> {
    @Parameters(index = "0", split = ",", paramLabel = "BEFORE", description = "Packs and files, separated by commas.")
    private List<String> before = List.of();

    @Parameters(index = "1", split = ",", paramLabel = "AFTER", description = "Packs and files, separated by commas.")
    private List<String> after = List.of();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    PolicyDiffCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        String difference;
        try {
            difference = PolicySnapshot.difference(PolicyCommand.load(before), PolicyCommand.load(after));
        } catch (PolicyProblem e) {
            throw new PolicyDeniedException(e.refusal());
        }
        difference.lines().forEach(line -> out.println(Printable.text(line)));
        out.flush();
        return difference.isEmpty() ? ExitCodes.OK : ExitCodes.FINDINGS;
    }
}

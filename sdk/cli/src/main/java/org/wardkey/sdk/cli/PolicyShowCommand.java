package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.PolicySnapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey policy show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Prints the rules in force as stable text: the same policy gives the same text.")
final class PolicyShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PACK|FILE", arity = "1..*", description = "Shipped packs and files, in their order.")
    private List<String> names = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    PolicyShowCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            PolicySnapshot.render(PolicyCommand.load(names)).lines().forEach(line -> out.println(Printable.text(line)));
        } catch (PolicyProblem e) {
            throw new PolicyDeniedException(e.refusal());
        }
        out.flush();
        return ExitCodes.OK;
    }
}

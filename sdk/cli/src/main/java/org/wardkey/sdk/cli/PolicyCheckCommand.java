package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.wardkey.provider.policy.Policy;
import org.wardkey.provider.policy.PolicyProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey policy check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Reads documents and combines them, as wardkey.conf would with the same list.",
        footer = {"", "Exits with 1 if they are not a policy; the message has file and line."})
final class PolicyCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PACK|FILE", arity = "1..*", description = "Shipped packs and files, in their order.")
    private List<String> names = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    PolicyCheckCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Policy policy = PolicyCommand.load(names);
            policy.documents()
                    .forEach(document -> out.println(document.name() + " " + document.version() + ": "
                            + document.rules().size() + " rules, "
                            + document.exceptions().size() + " exceptions"));
            out.println("In force together: " + policy.rules().size() + " rules, "
                    + policy.exceptions().size() + " exceptions.");
            return ExitCodes.OK;
        } catch (PolicyProblem e) {
            out.println(Printable.text(e.refusal().message()));
            return ExitCodes.FINDINGS;
        } finally {
            out.flush();
        }
    }
}

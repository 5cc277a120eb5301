package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.wardkey.provider.policy.Policy;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.PolicySnapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey policy show}. */
@Command(
        name = "show",
        description = {
            "Prints the rules in force as stable text: the same policy gives the same text.",
            "Without names: what the home's keys obey, the documents of wardkey.conf and the one that was applied.",
            "With names: what these packs and files would be together; opens no home."
        },
        footer = {"", "Examples: wardkey policy show --config wardkey.conf", "  wardkey policy show cnsa-2.0"})
final class PolicyShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PACK|FILE", arity = "0..*", description = "Shipped packs and files, in their order.")
    private List<String> names = new ArrayList<>();

    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Mixin
    private final TokenAccess access = new TokenAccess();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    PolicyShowCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PolicySnapshot.render(policy()).lines().forEach(line -> out.println(Printable.text(line)));
        out.flush();
        return ExitCodes.OK;
    }

    private Policy policy() {
        if (names.isEmpty()) {
            return access.with(
                    options.provider(),
                    administration -> administration.policies().inForce());
        }
        if (options.configured()) {
            throw new IllegalArgumentException("Expected either --config, or packs and files, got both.");
        }
        try {
            return PolicyCommand.load(names);
        } catch (PolicyProblem e) {
            throw PolicyCommand.refused(e);
        }
    }
}

package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.administration.Policies;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.policy.Policy;
import org.wardkey.provider.policy.PolicyDocument;
import org.wardkey.provider.policy.PolicyPack;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.PolicySnapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey policy apply}. */
@Command(
        name = "apply",
        description = {
            "Puts a document in force in a home, beside those that wardkey.conf names, and prints what that changes.",
            "It holds in every process from its next operation on. A document that is not a policy, or of a lower"
                    + " version than the applied one of its name, changes nothing; either way it is recorded.",
            "Where wardkey.conf names policy-signers, the document must carry their signatures."
        },
        footer = {"", "Try it first: wardkey policy trial FILE."})
final class PolicyApplyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The document, signed or bare; it includes nothing.")
    private Path file = Path.of("");

    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Mixin
    private final TokenAccess access = new TokenAccess();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    PolicyApplyCommand() {}

    /** What was put in force, and what that changed. */
    private record Applied(PolicyDocument document, String difference) {}

    @Override
    public Integer call() {
        if (!Files.exists(file) && PolicyPack.NAMES.contains(file.toString())) {
            throw new IllegalArgumentException(
                    "Expected a file, got " + file + ", the name of a pack that Wardkey ships."
                            + " Packs are put in force by the configuration: write it into policy of wardkey.conf.");
        }
        PolicyFile given = PolicyFile.read(file);
        Applied done = access.with(options.provider(), administration -> apply(administration, given));
        PrintWriter out = spec.commandLine().getOut();
        done.difference().lines().forEach(line -> out.println(Printable.text(line)));
        out.println(
                Printable.text(done.document().name()) + " " + done.document().version()
                        + " is in force, in every process from its next operation on"
                        + (done.difference().isEmpty() ? "; nothing changed." : "."));
        out.flush();
        return ExitCodes.OK;
    }

    private static Applied apply(Administration administration, PolicyFile given) {
        try {
            Policy before = before(administration.policies());
            PolicyDocument document = administration.policies().apply(given.origin(), given.text());
            Policy after = administration.policies().inForce();
            return new Applied(document, PolicySnapshot.difference(before, after));
        } catch (PolicyProblem e) {
            throw PolicyCommand.refused(e);
        }
    }

    /** An applied document that is not believed any more is not in force, and must not keep its successor away. */
    private static Policy before(Policies policies) throws PolicyProblem {
        try {
            return policies.inForce();
        } catch (PolicyDeniedException e) {
            return policies.configured();
        }
    }
}

package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.PolicyFiles;
import org.wardkey.provider.policy.Policy;
import org.wardkey.provider.policy.PolicyPack;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.PolicySigners;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey policy check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Reads documents and combines them, as wardkey.conf would with the same list.",
            "Says who signed those that are signed, and with --config whether that is enough to apply them."
        },
        footer = {
            "",
            "Exits with 1 if they are not a policy (the message has file and line), or lack signatures that --config"
                    + " wants."
        })
final class PolicyCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PACK|FILE", arity = "1..*", description = "Shipped packs and files, in their order.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "wardkey.conf, whose policy-signers must have signed the files.")
    private @Nullable Path config;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    PolicyCheckCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Policy policy = PolicyCommand.load(names);
            boolean signed = signatures(out);
            policy.documents()
                    .forEach(document -> out.println(document.name() + " " + document.version() + ": "
                            + document.rules().size() + " rules, "
                            + document.exceptions().size() + " exceptions"));
            out.println("In force together: " + policy.rules().size() + " rules, "
                    + policy.exceptions().size() + " exceptions.");
            return signed ? ExitCodes.OK : ExitCodes.FINDINGS;
        } catch (PolicyProblem e) {
            out.println(Printable.text(e.refusal().message()));
            return ExitCodes.FINDINGS;
        } finally {
            out.flush();
        }
    }

    private boolean signatures(PrintWriter out) throws PolicyProblem {
        PolicySigners signers = config == null ? PolicySigners.NONE : PolicyFiles.signers(config);
        boolean enough = true;
        for (String name : names) {
            if (!PolicyPack.NAMES.contains(name)) {
                enough &= PolicySignatures.print(out, PolicyFile.read(Path.of(name)), signers, Instant.now());
            }
        }
        return enough;
    }
}

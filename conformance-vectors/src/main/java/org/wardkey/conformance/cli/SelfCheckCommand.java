package org.wardkey.conformance.cli;

import java.io.IOException;
import java.util.Set;
import org.wardkey.conformance.SelfCheck;

/** Checks the harness itself. */
final class SelfCheckCommand implements Command {
    @Override
    public String usage() {
        return """
                selfcheck   check this program: the embedded examples pass, and planted faults are found
                """;
    }

    @Override
    public Set<String> options() {
        return Set.of();
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageException, IOException {
        arguments.noFiles();
        boolean passed = true;
        for (SelfCheck.Step step : SelfCheck.run()) {
            console.say((step.passed() ? "ok    " : "WRONG ") + step.name() + ": " + step.detail());
            passed &= step.passed();
        }
        return passed ? ExitCodes.PASSED : ExitCodes.FAILED;
    }
}

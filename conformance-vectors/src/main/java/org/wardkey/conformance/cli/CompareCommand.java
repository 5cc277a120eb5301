package org.wardkey.conformance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.wardkey.conformance.Capability;
import org.wardkey.conformance.ProviderComparison;
import org.wardkey.conformance.report.ComparisonReport;

/** Says in which tests providers differ. */
final class CompareCommand implements Command {
    private static final int SHOWN = 50;

    @Override
    public String usage() {
        return """
                compare --provider A --provider B [--report DIR] [--filter GLOB] VECTORS...   tests in which providers differ
                  VECTORS               as for run; answers need not be published
                  --provider P          two or more; %s
                  --report DIR          comparison.json and comparison.csv, with all differences
                  --filter GLOB         names of sets to compare
                """.formatted(Providers.FORMS);
    }

    @Override
    public Set<String> options() {
        return Set.of("provider", "filter", "report");
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageException, IOException {
        List<Provider> providers = new ArrayList<>();
        for (String text : arguments.all("provider")) {
            providers.add(Providers.load(text, Optional.empty()));
        }
        if (providers.size() < 2) {
            throw new UsageException("--provider is given " + providers.size() + " times; give it for each provider, at"
                    + " least twice: " + Providers.FORMS);
        }
        ProviderComparison.Result result = new ProviderComparison(providers, Capability.standard())
                .compare(arguments.files("vectors"), arguments.option("filter").orElse("*"));
        Optional<Path> folder = arguments.file("report");
        if (folder.isPresent()) {
            ComparisonReport.write(folder.get(), providers, result);
        }
        for (ProviderComparison.Difference difference :
                result.differences().stream().limit(SHOWN).toList()) {
            console.say(difference.file() + " tcId " + difference.tcId());
            for (int i = 0; i < providers.size(); i++) {
                console.say("  " + providers.get(i).getName() + ": "
                        + difference.answers().get(i));
            }
        }
        result.byFile().forEach((file, count) -> console.say(count + " differ in " + file));
        console.say(result.tests() + " tests compared, " + result.differences().size() + " differ");
        return result.differences().isEmpty() && result.tests() > 0 ? ExitCodes.PASSED : ExitCodes.FAILED;
    }
}

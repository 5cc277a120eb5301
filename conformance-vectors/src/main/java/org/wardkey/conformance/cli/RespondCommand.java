package org.wardkey.conformance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.Provider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wardkey.conformance.Acvp;
import org.wardkey.conformance.Capability;
import org.wardkey.conformance.ResponseSummary;

/** Answers an ACVP prompt. */
final class RespondCommand implements Command {
    @Override
    public String usage() {
        return """
                respond --provider P --out FILE PROMPT   answer an ACVP prompt: prompt.json in, response.json out
                  PROMPT                prompt.json, plain or .gz: one set, or a list of a header and sets
                  --provider P          %s
                  --provider-config C   passed to Provider.configure
                  --second P2           checks random answers (signatures, own keys) before they are written
                  --out FILE            the response; it appears when it is complete
                  --capability KIND     standard (default) or probed, as for run
                """.formatted(Providers.FORMS);
    }

    @Override
    public Set<String> options() {
        return Set.of("provider", "provider-config", "second", "out", "capability");
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageException, IOException {
        Provider provider =
                Providers.load(arguments.required("provider", Providers.FORMS), arguments.option("provider-config"));
        Path target = Path.of(arguments.required("out", "the file to write the response to"));
        List<Path> prompts = arguments.files("prompt");
        if (prompts.size() != 1) {
            throw new UsageException("one prompt at a time, and " + prompts.size() + " are given");
        }
        Capability capability = RunCommand.capability(arguments, provider);
        Optional<String> second = arguments.option("second");
        ResponseSummary summary = second.isEmpty()
                ? Acvp.respond(prompts.get(0), target, provider, capability)
                : Acvp.respond(
                        prompts.get(0), target, provider, Providers.load(second.get(), Optional.empty()), capability);
        console.say(target + ": " + summary.answered() + " of " + summary.tests() + " tests answered");
        lines(summary).forEach(console::say);
        if (summary.answered() == 0) {
            console.complain("no test has an answer");
        }
        return summary.failed() || summary.answered() == 0 ? ExitCodes.FAILED : ExitCodes.PASSED;
    }

    /** One line for each group and reason, with its tests as ranges. */
    private static List<String> lines(ResponseSummary summary) {
        Map<String, List<Long>> tests = new LinkedHashMap<>();
        for (ResponseSummary.LeftOut test : summary.leftOut()) {
            String kind = switch (test.outcome()) {
                case FAIL, PASS -> "FAILED";
                case OUTSIDE_CAPABILITY -> "outside capability";
                case NOT_EXPRESSIBLE -> "not expressible";
            };
            String line = kind + ": " + test.algorithm() + " tgId " + test.tgId() + " tcId %s: " + test.reason();
            tests.computeIfAbsent(line, ignored -> new ArrayList<>()).add(test.tcId());
        }
        List<String> lines = new ArrayList<>();
        tests.forEach((line, ids) -> lines.add("left out, " + line.replaceFirst("%s", ranges(ids))));
        return lines;
    }

    static String ranges(List<Long> ids) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ids.size(); i++) {
            int first = i;
            while (i + 1 < ids.size() && ids.get(i + 1) == ids.get(i) + 1) {
                i++;
            }
            text.append(text.isEmpty() ? "" : ",").append(ids.get(first));
            text.append(i > first ? "-" + ids.get(i) : "");
        }
        return text.toString();
    }
}

package org.wardkey.sdk.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Says what a code means that a message begins with, who acts, and the next step.",
        footer = {"", "Example: wardkey explain WK-K006", "All codes: docs/codes.md."})
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CODE", description = "Such as WK-K006, or K006.")
    private String code = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    ExplainCommand() {}

    /** The codes of the same letter. */
    private String near() {
        List<String> codes = KnownCode.ofKind(code);
        return codes.isEmpty() ? "" : "there are " + String.join(", ", codes) + "; ";
    }

    @Override
    public Integer call() {
        KnownCode known = KnownCode.find(code)
                .orElseThrow(() -> new IllegalArgumentException("Expected a code such as WK-K006, got "
                        + Printable.text(code) + "; " + near() + "see docs/codes.md."));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.write(out, generator -> {
                generator.writeStartObject();
                generator.writeStringField("code", known.code());
                generator.writeStringField("meaning", known.meaning());
                generator.writeStringField("lost", known.lost().isEmpty() ? null : known.lost());
                generator.writeStringField("remedy", known.remedy());
                generator.writeEndObject();
            });
        } else {
            out.println(known.code() + ": " + known.meaning());
            if (!known.lost().isEmpty()) {
                out.println("Lost: " + known.lost());
            }
            out.println(known.remedy());
        }
        out.flush();
        return ExitCodes.OK;
    }
}

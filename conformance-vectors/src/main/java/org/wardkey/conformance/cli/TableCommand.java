package org.wardkey.conformance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wardkey.conformance.report.ComparisonTable;

/** Puts the reports of several runs side by side. */
final class TableCommand implements Command {
    @Override
    public String usage() {
        return """
                table [--out FILE] NAME=DIR...   reports of several runs side by side, in Markdown
                  NAME=DIR              a column's name, and what run --report has written for it; two or more
                  --out FILE            where to write; default standard output
                """;
    }

    @Override
    public Set<String> options() {
        return Set.of("out");
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageException, IOException {
        Map<String, Path> folders = new LinkedHashMap<>();
        for (Path file : arguments.files("reports")) {
            String text = file.toString();
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new UsageException("expected NAME=DIR, got " + text);
            }
            folders.put(text.substring(0, equals), Path.of(text.substring(equals + 1)));
        }
        String table = ComparisonTable.of(folders);
        Optional<Path> out = arguments.file("out");
        if (out.isPresent()) {
            Files.writeString(out.get(), table);
        } else {
            console.say(table);
        }
        return ExitCodes.PASSED;
    }
}

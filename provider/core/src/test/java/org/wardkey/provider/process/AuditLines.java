package org.wardkey.provider.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.wardkey.provider.administration.Administration;

/** Reads what the audit logs of a home say, as text, without the classes that wrote it. */
final class AuditLines {
    private static final Pattern USE = Pattern.compile("\"time\":\"([^\"]+)\",\"kind\":\"OPERATION\",\"outcome\":"
            + "\"ALLOWED\",\"key\":\"([^\"]+)\",\"token\":\"[^\"]*\",\"alias\":\"([^\"]+)\".*\"operations\":([0-9]+)");

    private AuditLines() {}

    /** How many uses of the keys of an alias were allowed. */
    static long uses(Path home, String alias) throws IOException {
        long[] uses = {0};
        each(home, use -> {
            if (use.group(3).equals(alias)) {
                uses[0] += Long.parseLong(use.group(4));
            }
        });
        return uses[0];
    }

    /** When each key was used last. */
    static Map<String, Instant> lastUses(Path home) throws IOException {
        Map<String, Instant> last = new HashMap<>();
        each(home, use -> last.merge(use.group(2), Instant.parse(use.group(1)), (a, b) -> a.isAfter(b) ? a : b));
        return last;
    }

    private static void each(Path home, Consumer<Matcher> use) throws IOException {
        for (Path log : Administration.logs(home)) {
            List<Path> segments;
            try (Stream<Path> files = Files.list(log)) {
                segments = files.filter(f -> f.toString().endsWith(".jsonl")).toList();
            }
            for (Path segment : segments) {
                try (Stream<String> lines = Files.lines(segment)) {
                    lines.map(USE::matcher).filter(Matcher::find).forEach(use);
                }
            }
        }
    }
}

package org.wardkey.provider.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.wardkey.provider.administration.Administration;

/** Counts the uses of a key in the records of all logs of a home, those that were only counted included. */
public final class RecordedUses {
    private static final Pattern OPERATIONS = Pattern.compile("\"operations\":([0-9]+)");

    private RecordedUses() {}

    /** How many operations the logs have of the key with this alias. */
    public static long of(Path home, String alias) throws IOException {
        Pattern generated =
                Pattern.compile("\"kind\":\"KEY_GENERATED\".*\"key\":\"([^\"]*)\".*\"alias\":\"" + alias + "\"");
        String key = "";
        long operations = 0;
        for (Path segment : segments(home)) {
            try (Stream<String> lines = Files.lines(segment)) {
                for (String line : (Iterable<String>) lines::iterator) {
                    Matcher made = generated.matcher(line);
                    if (made.find()) {
                        key = made.group(1);
                    }
                    boolean counts = line.contains("\"kind\":\"OPERATION\"") || line.contains("\"kind\":\"GAP\"");
                    if (counts && line.contains("\"key\":\"" + key + "\"")) {
                        operations += operations(line);
                    }
                }
            }
        }
        return operations;
    }

    private static long operations(String line) {
        Matcher found = OPERATIONS.matcher(line);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    private static List<Path> segments(Path home) throws IOException {
        List<Path> segments = new ArrayList<>();
        for (Path log : Administration.logs(home)) {
            try (Stream<Path> files = Files.list(log)) {
                files.filter(file -> file.toString().endsWith(".jsonl"))
                        .sorted()
                        .forEach(segments::add);
            }
        }
        return segments;
    }
}

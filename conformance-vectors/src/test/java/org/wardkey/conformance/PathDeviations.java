package org.wardkey.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The path tests that the running JDK fails, read from {@code path-deviations.txt}: one line with a reason for each. */
final class PathDeviations {
    private static final Set<String> KINDS = Set.of("weak", "strict", "profile");

    private PathDeviations() {}

    static Set<String> ofRunningJdk() throws IOException {
        int jdk = Runtime.version().feature();
        Set<String> names = new TreeSet<>();
        try (InputStream stream =
                Objects.requireNonNull(PathDeviations.class.getResourceAsStream("path-deviations.txt"))) {
            for (String line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] columns = line.split(" \\| ", 4);
                if (columns.length != 4 || !KINDS.contains(columns[2])) {
                    throw new IllegalArgumentException("no line of deviations: " + line);
                }
                String[] jdks = columns[0].split("-");
                boolean now = jdk >= Integer.parseInt(jdks[0]) && jdk <= Integer.parseInt(jdks[1]);
                if (now && !names.add(columns[1])) {
                    throw new IllegalArgumentException("stands twice: " + line);
                }
            }
        }
        return names;
    }
}

package org.wardkey.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The JDK's known deviations, read from {@code jdk-deviations.txt}. */
record KnownDeviations(List<Line> lines) {
    /** One line: which JDKs, which files, which flag, and why. */
    record Line(int fromJdk, int toJdk, String files, String flag, String reason) {
        boolean explains(Failure failure, int jdk) {
            return jdk >= fromJdk
                    && jdk <= toJdk
                    && failure.file().matches(files)
                    // NIST's tests have no flags; what the provider said, all of it, stands in their place.
                    && (failure.flags().isEmpty()
                            ? failure.came().equals(flag)
                            : failure.flags().contains(flag));
        }
    }

    static KnownDeviations read() throws IOException {
        List<Line> lines = new ArrayList<>();
        try (InputStream stream =
                Objects.requireNonNull(KnownDeviations.class.getResourceAsStream("jdk-deviations.txt"))) {
            for (String text : new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!text.isBlank() && !text.startsWith("#")) {
                    String[] columns = text.split(" \\| ");
                    String[] jdks = columns[0].strip().split("-");
                    lines.add(new Line(
                            Integer.parseInt(jdks[0]),
                            Integer.parseInt(jdks[1]),
                            columns[1].strip(),
                            columns[2].strip(),
                            columns[3].strip()));
                }
            }
        }
        return new KnownDeviations(List.copyOf(lines));
    }

    Optional<Line> explanation(Failure failure) {
        int jdk = Runtime.version().feature();
        return lines.stream().filter(line -> line.explains(failure, jdk)).findFirst();
    }
}

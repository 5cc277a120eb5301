package org.wardkey.conformance.report;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wardkey.conformance.TestResult;

/** One line for each test. Source of the form: RFC 4180. */
final class CsvReport implements Closeable {
    private static final List<String> COLUMNS =
            List.of("file", "family", "type", "tgId", "tcId", "outcome", "reason", "came");

    private final NewFile file;

    CsvReport(Path folder) throws IOException {
        file = new NewFile(folder, "report.csv").text(String.join(",", COLUMNS) + "\r\n");
    }

    void add(TestResult test) throws IOException {
        file.text(Stream.of(
                        test.file(),
                        test.family(),
                        test.type(),
                        String.valueOf(test.tgId()),
                        String.valueOf(test.tcId()),
                        test.outcome().name(),
                        test.reason(),
                        test.came())
                .map(Markup::csv)
                .collect(Collectors.joining(",", "", "\r\n")));
    }

    void complete() throws IOException {
        file.complete();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

package org.wardkey.conformance.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.wardkey.conformance.ProviderComparison;

/** Where providers differ, as files: {@code comparison.json}, and {@code comparison.csv} with a line for each test. */
public final class ComparisonReport {
    private ComparisonReport() {}

    /**
     * Writes both files.
     *
     * @param folder the folder; made when it is not there
     * @param providers the providers, in their order
     * @param result what was found
     * @throws IOException when they cannot be written
     */
    public static void write(Path folder, List<Provider> providers, ProviderComparison.Result result)
            throws IOException {
        Files.createDirectories(folder);
        Json.write(folder, "comparison.json", json -> {
            json.writeArrayFieldStart("providers");
            for (Provider provider : providers) {
                json.writeString(provider.getName() + " " + provider.getVersionStr());
            }
            json.writeEndArray();
            json.writeNumberField("tests", result.tests());
            json.writeNumberField("different", result.differences().size());
            json.writeObjectFieldStart("byFile");
            for (Map.Entry<String, Integer> file : result.byFile().entrySet()) {
                json.writeNumberField(file.getKey(), file.getValue());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("differences");
            for (ProviderComparison.Difference difference : result.differences()) {
                json.writeStartObject();
                json.writeStringField("file", difference.file());
                json.writeNumberField("tcId", difference.tcId());
                json.writeArrayFieldStart("answers");
                for (String answer : difference.answers()) {
                    json.writeString(answer);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        });
        try (NewFile csv = new NewFile(folder, "comparison.csv")) {
            List<String> head = new ArrayList<>(List.of("file", "tcId"));
            providers.forEach(provider -> head.add(provider.getName()));
            csv.text(row(head));
            for (ProviderComparison.Difference difference : result.differences()) {
                List<String> cells = new ArrayList<>(List.of(difference.file(), String.valueOf(difference.tcId())));
                cells.addAll(difference.answers());
                csv.text(row(cells));
            }
            csv.complete();
        }
    }

    private static String row(List<String> cells) {
        return cells.stream().map(Markup::csv).collect(Collectors.joining(",", "", "\r\n"));
    }
}

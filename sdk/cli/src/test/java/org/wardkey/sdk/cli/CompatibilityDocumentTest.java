package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/compatibility.md promises of formats and names is what a test shows: each row names one, and it is there. */
class CompatibilityDocumentTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

    private static List<String> rows() throws IOException {
        String text = Files.readString(Distribution.SOURCES.resolve("docs/compatibility.md"));
        return text.substring(text.indexOf("## Formats"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| What |"))
                .toList();
    }

    @Test
    void rows_all_nameATest() throws IOException {
        assertThat(rows())
                .hasSizeGreaterThan(15)
                .allMatch(row -> NAMED.matcher(row).find());
    }

    @Test
    void tests_named_areInTheSources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Distribution.SOURCES)) {
            for (Path file : files.filter(one -> one.toString().matches(".*/src/test/java/.*(Test|IT)\\.java"))
                    .toList()) {
                sources.merge(file.getFileName().toString(), Files.readString(file), String::concat);
            }
        }
        assertThat(rows().stream().flatMap(row -> NAMED.matcher(row).results()))
                .hasSizeGreaterThan(20)
                .allSatisfy(test -> assertThat(sources.getOrDefault(test.group(1) + ".java", ""))
                        .as(test.group())
                        .containsPattern("@(Test|ParameterizedTest|Property)\\b[^;]*\\bvoid " + test.group(2) + "\\("));
    }
}

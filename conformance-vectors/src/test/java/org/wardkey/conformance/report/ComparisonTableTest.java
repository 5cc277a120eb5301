package org.wardkey.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardkey.conformance.cli.Main;

class ComparisonTableTest {
    @TempDir
    private Path folder;

    /** Three tests of HMAC: one that fails, one that passes, one that the JCA cannot express. */
    private Path vectors(String name, String tests) throws IOException {
        return Files.writeString(folder.resolve(name), """
                {"algorithm": "HMACSHA256", "numberOfTests": 3, "testGroups": [{"type": "MacTest", "keySize": 128,
                 "tagSize": 256, "tests": [TESTS]}]}
                """.replace("TESTS", tests));
    }

    private static final String TESTS = """
            {"tcId": 1, "comment": "", "flags": [], "key": "00", "msg": "00", "tag": "00", "result": "valid"},
            {"tcId": 2, "comment": "", "flags": [], "key": "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
             "msg": "4869205468657265", "result": "valid",
             "tag": "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
            {"tcId": 3, "comment": "", "flags": [], "key": "", "msg": "", "tag": "", "result": "valid"}
            """;

    private Path run(String report, String provider, Path vectors) {
        PrintStream none = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Path out = folder.resolve(report);
        String[] words = {"run", "--provider", provider, "--report", out.toString(), vectors.toString()};
        assertThat(Main.run(words, none, none)).isLessThan(2);
        return out;
    }

    @Test
    void of_twoRuns_countsFamiliesAndGroupsFailures() throws Exception {
        Path vectors = vectors("hmac.json", TESTS);
        Map<String, Path> folders = new LinkedHashMap<>();
        folders.put("one", run("a", "SunJCE", vectors));
        folders.put("two", run("b", "SUN", vectors));
        assertThat(ComparisonTable.of(folders))
                .contains("| Family | tests | one | two |")
                .contains("| HMAC | 3 | 1 / 1 / 0 / 1 | 0 / 0 / 2 / 1 |")
                .contains("| all | 3 | 1 / 1 / 0 / 1 | 0 / 0 / 2 / 1 |")
                .contains("| HMAC | an answer | … | 1 |  |")
                .contains("| one | SunJCE " + Runtime.version().feature() + " | 1 / 1 / 0 / 1 |")
                .contains("Java " + Runtime.version());
    }

    @Test
    void of_runsOfOtherVectors_isRefused() throws Exception {
        Path fewer = vectors("fewer.json", TESTS.substring(0, TESTS.indexOf(",\n")));
        Files.writeString(fewer, Files.readString(fewer).replace("\"numberOfTests\": 3", "\"numberOfTests\": 1"));
        Map<String, Path> folders = new LinkedHashMap<>();
        folders.put("one", run("a", "JDK", vectors("hmac.json", TESTS)));
        folders.put("two", run("b", "JDK", fewer));
        assertThatThrownBy(() -> ComparisonTable.of(folders))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("one 3 tests, two 1 tests");
    }

    @Test
    void of_folderWithoutWholeReports_isRefused() throws Exception {
        Path run = run("a", "JDK", vectors("hmac.json", TESTS));
        Files.writeString(run.resolve("report.json"), "{\"families\": {");
        assertThatThrownBy(() -> ComparisonTable.of(Map.of("one", run)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("report.json is no report of this program");
        Files.delete(run.resolve("report.json"));
        assertThatThrownBy(() -> ComparisonTable.of(Map.of("one", run))).hasMessageContaining("report.json");
    }

    @ParameterizedTest
    @CsvSource({
        "pt 00112233445566778899aabbccddeeff, pt …",
        "Expected no parameters for Ed25519., Expected no parameters for Ed25519.",
        "no SHA-512/256 of 17 bytes, no SHA-512/256 of N bytes",
        "java.security.InvalidKeyException: x, InvalidKeyException: x"
    })
    void kind_ofAText_dropsWhatDiffersFromTestToTest(String text, String kind) {
        assertThat(ComparisonTable.kind(text)).isEqualTo(kind);
    }
}

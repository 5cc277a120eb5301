package org.wardkey.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./wardkey comparison} runs, with two providers and few vectors. */
class ComparisonScriptIT {
    private static final Path SCRIPT = Path.of("src", "comparison", "compare").toAbsolutePath();

    @TempDir
    private Path folder;

    private Path jar;

    @BeforeEach
    void lay() throws Exception {
        Path own = Path.of(BouncyCastleProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        jar = Files.createDirectory(folder.resolve("jars")).resolve(own.getFileName());
        Files.copy(own, jar);
        Files.createDirectory(folder.resolve("vectors"));
        Prompts.set(folder.resolve("vectors"));
        Files.writeString(folder.resolve("vectors/hmac.json"), Prompts.HMAC);
    }

    private Laboratory.Ended compare(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("bash", SCRIPT.toString()));
        for (String option : List.of("vectors", "jars", "out")) {
            line.addAll(List.of("--" + option, folder.resolve(option).toString()));
        }
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            return new Laboratory.Ended(process.waitFor(), text);
        }
    }

    @Test
    void compare_twoProviders_putsThemSideBySide() throws Exception {
        Laboratory.Ended ended = compare("--providers", "jdk,bc");
        assertThat(ended.code()).as(ended.text()).isZero();
        assertThat(folder.resolve("out/table.md"))
                .content()
                .contains("| Family | tests | jdk | bc |", "| HMAC | 1 | 1 / 0 / 0 / 0 | 1 / 0 / 0 / 0 |")
                .contains("| SHA | 3 | 1 / 0 / 0 / 2 | 1 / 0 / 0 / 2 |", "(`" + jar.getFileName() + "`)")
                .containsPattern("\\| bc \\| BC .* \\| \\d+ \\| \\d+ \\| \\d+ \\|");
        // Nobody checks his own random answers.
        assertThat(folder.resolve("out/jdk/evidence.json")).content().contains("\"name\" : \"BC\"");
    }

    @Test
    void compare_jarOfOtherBytes_isRefused() throws Exception {
        Files.writeString(jar, "no jar");
        Laboratory.Ended ended = compare("--providers", "bc");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.text()).contains("compare: Expected " + jar + " with the SHA-256 ", ", found ");
    }

    @Test
    void compare_unknownProviderOrOption_saysWhichThereAre() throws Exception {
        Laboratory.Ended provider = compare("--providers", "jce");
        assertThat(provider.code()).isEqualTo(3);
        assertThat(provider.text()).contains("Expected wardkey, jdk, bc, bcfips, accp or conscrypt, got jce.");
        assertThat(compare("--provider", "jdk").text()).contains("Expected --vectors, --out,");
    }

    @Test
    void compare_runThatCannotBe_isNoColumn() throws Exception {
        Files.writeString(folder.resolve("vectors/prompt.json"), "{\"testGroups\": [{]}");
        Laboratory.Ended ended = compare("--providers", "jdk");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.text()).contains("The run against jdk ended with 3", "prompt.json:1:");
        assertThat(folder.resolve("out/table.md")).doesNotExist();
    }
}

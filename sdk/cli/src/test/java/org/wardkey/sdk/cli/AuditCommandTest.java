package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AuditCommandTest {
    private static Path homeWithKey() throws IOException {
        Path config = Cli.config();
        Cli.run("keys", "generate", "pump", "--type", "ec", "--config", config.toString());
        return config;
    }

    /** The log of a home; a copy, since this JVM goes on writing the original. */
    private static Path copy(Path config) throws IOException {
        Path copy = config.resolveSibling("copy");
        try (Stream<Path> files = Files.walk(Cli.home(config).resolve("audit"))) {
            for (Path file : files.toList()) {
                Path to = copy.resolve(Cli.home(config).relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        return copy;
    }

    private static Path segment(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("audit"))) {
            return files.filter(f -> f.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void verify_untouchedHome_isIntactAndSaysWhatItCannotProve() throws IOException {
        Path config = homeWithKey();
        Cli.Result result = Cli.run("audit", "verify", "--config", config.toString());
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(ExitCodes.OK);
        assertThat(result.out()).contains("intact", "rollback not provable without an outside checkpoint");
    }

    @Test
    void verify_oneByteAltered_namesFileLineAndRecord() throws IOException {
        Path home = copy(homeWithKey());
        Path segment = segment(home);
        byte[] bytes = Files.readAllBytes(segment);
        int time = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"time\":\"2");
        bytes[time + 8] = '3';
        Files.write(segment, bytes);
        Cli.Result text = Cli.run("audit", "verify", "--home", home.toString());
        assertThat(text.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(text.out()).contains("00000001.jsonl:1 record 1: The record was altered.");
        Cli.Result json = Cli.run("audit", "verify", "--json", "--home", home.toString());
        assertThat(json.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(json.out()).contains("\"intact\" : false", "\"sequence\" : 1");
    }

    @Test
    void show_keyGenerated_isPrintedAsTextAndAsItStands() throws IOException {
        Path config = homeWithKey();
        Cli.Result text = Cli.run("audit", "show", "--key", "local:pump", "--config", config.toString());
        assertThat(text.out()).contains("KEY_GENERATED", "ALLOWED", "local:pump");
        Cli.Result json =
                Cli.run("audit", "show", "--json", "--last", "1", "--key", "pump", "--config", config.toString());
        assertThat(json.out().lines()).hasSize(1).allMatch(line -> line.startsWith("{\"v\":1,\"seq\":"));
    }

    @Test
    void show_noHome_exitsWithThree() {
        Cli.Result result = Cli.run("audit", "show", "--home", "target/no-home");
        assertThat(result.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.err()).startsWith("WK-U001: ");
    }

    @Test
    void text_recordWithControlCharacters_cannotForgeLines() {
        AuditRecord record = AuditRecord.parse("log", "{\"v\":1,\"seq\":1,\"detail\":\"a\\u001b[2J\\nb\"}");
        assertThat(record.text())
                .contains("\\u{1b}[2J\\u{a}b")
                .doesNotContain("\n")
                .doesNotContain("\u001b");
    }
}

package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AuditCommandTest {
    private static final int MOST_ATTEMPTS = 100;

    private static final String WITNESS = "witness.example/w1+7e136b5c+BAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

    private static Path homeWithKey() throws IOException {
        Path config = Cli.config();
        Cli.run("keys", "generate", "pump", "--type", "ec", "--config", config.toString());
        return config;
    }

    /**
     * The log of a home; a copy, since this JVM goes on writing the original. The writer replaces what it had of
     * an unfinished tile when it signs: a copy that lost a file to that is made again.
     */
    private static Path copy(Path config) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Path copy = config.resolveSibling("copy-" + attempt);
            try {
                copy(config, copy);
                return copy;
            } catch (NoSuchFileException | UncheckedIOException e) {
                assertThat(attempt).as("attempts at a copy, the last: %s", e).isLessThan(MOST_ATTEMPTS);
            }
        }
    }

    private static void copy(Path config, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(Cli.home(config).resolve("audit"))) {
            for (Path file : files.toList()) {
                Path to = copy.resolve(Cli.home(config).relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
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
    void checkpoint_exported_provesTheLogAndFindsItCut() throws IOException {
        Path config = homeWithKey();
        Path checkpoint = config.resolveSibling("checkpoint.txt");
        Cli.Result exported =
                Cli.run("audit", "checkpoint", "--export", checkpoint.toString(), "--config", config.toString());
        assertThat(exported.exit()).as(exported.out() + exported.err()).isEqualTo(ExitCodes.OK);
        assertThat(exported.out()).startsWith("wardkey/audit/").isEqualTo(Files.readString(checkpoint));

        Cli.Result verified =
                Cli.run("audit", "verify", "--checkpoint", checkpoint.toString(), "--config", config.toString());
        assertThat(verified.exit()).as(verified.out() + verified.err()).isEqualTo(ExitCodes.OK);
        assertThat(verified.out()).contains("are those of the outside checkpoint; tail after record");

        Path home = copy(config);
        Path segment = segment(home);
        Files.writeString(segment, Files.readString(segment).lines().findFirst().orElseThrow() + "\n");
        Files.delete(segment.resolveSibling("checkpoint"));
        Cli.Result cut = Cli.run("audit", "verify", "--checkpoint", checkpoint.toString(), "--home", home.toString());
        assertThat(cut.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(cut.out()).contains("The log was cut, or put back to an older state: by the outside checkpoint");
    }

    @Test
    void checkpoint_json_hasSizeAndRoot() throws IOException {
        Path config = homeWithKey();
        Cli.Result json = Cli.run("audit", "checkpoint", "--json", "--config", config.toString());
        assertThat(json.exit()).isEqualTo(ExitCodes.OK);
        assertThat(json.out()).contains("\"log\" : \"0001\"", "\"root\" : ", "\"origin\" : \"wardkey/audit/");
    }

    @Test
    void verify_notCosigned_isAFinding() throws IOException {
        Path config = homeWithKey();
        Path checkpoint = config.resolveSibling("checkpoint.txt");
        Cli.run("audit", "checkpoint", "--export", checkpoint.toString(), "--config", config.toString());
        Cli.Result verified = Cli.run(
                "audit",
                "verify",
                "--checkpoint",
                checkpoint.toString(),
                "--witness",
                WITNESS,
                "--config",
                config.toString());
        assertThat(verified.exit()).as(verified.out() + verified.err()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(verified.out()).contains("not cosigned by witness.example/w1");
    }

    @Test
    void verify_noCheckpointInTheFile_exitsWithThree() throws IOException {
        Path config = homeWithKey();
        Cli.Result result =
                Cli.run("audit", "verify", "--checkpoint", config.toString(), "--config", config.toString());
        assertThat(result.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.err()).startsWith("WK-U001: ");
    }

    @Test
    void prune_shortLog_prunesNothingAndSaysWhy() throws IOException {
        Path config = homeWithKey();
        Cli.Result result = Cli.run("audit", "prune", "--before", "2", "--log", "0001", "--config", config.toString());
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(ExitCodes.OK);
        assertThat(result.out()).contains("log 0001: nothing pruned");
        Cli.Result json = Cli.run("audit", "prune", "--before", "2026-01-01", "--json", "--config", config.toString());
        assertThat(json.out()).contains("\"prunedUpTo\" : 0");
    }

    @Test
    void prune_whatIsNotThere_isRefused() throws IOException {
        Path config = homeWithKey();
        Cli.Result result =
                Cli.run("audit", "prune", "--before", "999999", "--log", "0001", "--config", config.toString());
        assertThat(result.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.err()).contains("that a checkpoint covers");
        Cli.Result unnamed = Cli.run("audit", "prune", "--before", "5", "--config", config.toString());
        assertThat(unnamed.exit()).isEqualTo(ExitCodes.USAGE);
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

package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the simulator swtpm, no real chip. */
class TpmInfoCommandTest {
    @TempDir
    private Path folder;

    @Test
    void info_noTokenWithATpm_saysWhereToRead() throws Exception {
        Cli.Result none = Cli.run("tpm", "info", "--config", Cli.config().toString());
        assertThat(none.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(none.out())
                .contains("No token of the configuration has a TPM")
                .contains("docs/tpm.md");
    }

    @Test
    void info_simulator_saysThatItIsOne() throws Exception {
        try (SimulatorProcess swtpm = SimulatorProcess.start(folder)) {
            Path config = Files.writeString(
                    folder.resolve("wardkey.conf"),
                    "wardkey {\n  home = home\n  tokens { tpm0 { type = tpm2, transport = \"" + swtpm.address()
                            + "\" } }\n}\n");
            Cli.Result text = Cli.run("tpm", "info", "--config", config.toString());
            assertThat(text.exit()).as(text.err()).isEqualTo(ExitCodes.OK);
            assertThat(text.out().lines()).first().isEqualTo("tpm0");
            assertThat(text.out())
                    .containsPattern("simulator +yes")
                    .containsPattern("storage-root-key +000b[0-9a-f]{64}");
            Cli.Result json = Cli.run("tpm", "info", "--json", "--config", config.toString());
            assertThat(json.out()).contains("\"tpm0\"", "\"manufacturer\" : \"IBM\"");
        }
        Cli.Result gone = Cli.run(
                "tpm", "info", "--config", folder.resolve("wardkey.conf").toString());
        assertThat(gone.exit()).isNotZero();
        assertThat(gone.err()).contains("WK-E003");
    }
}

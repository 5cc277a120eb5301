package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datasets for programs that assess entropy; the TPM is the simulator swtpm. */
class NoiseSamplesCommandTest {
    @TempDir
    private Path folder;

    private static long differentBytes(byte[] samples) {
        return IntStream.range(0, samples.length)
                .map(i -> samples[i])
                .distinct()
                .count();
    }

    private static void isDataset(Cli.Result result, Path file, int samples) throws Exception {
        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCodes.OK);
        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes).hasSize(samples);
        // 5000 bytes of which one does not occur are less likely than one in a million.
        assertThat(differentBytes(bytes)).isEqualTo(256);
        assertThat(result.out())
                .contains(samples + " samples of 8 bits")
                .contains(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }

    @Test
    void samples_ofTheSystem_areAFileOfBytes() throws Exception {
        Path file = folder.resolve("system.bin");
        Cli.Result made = Cli.run("noise-samples", "--samples", "5000", file.toString());
        isDataset(made, file, 5000);
        byte[] before = Files.readAllBytes(file);
        Cli.Result again = Cli.run("noise-samples", "--samples", "5000", file.toString());
        assertThat(again.exit()).isNotZero();
        assertThat(again.err()).contains("WK-U001", "not there yet");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void samples_ofATpm_areItsBytesOrNone() throws Exception {
        Path file = folder.resolve("tpm0.bin");
        String config;
        try (SimulatorProcess swtpm = SimulatorProcess.start(folder)) {
            config = config(swtpm);
            isDataset(sampled("tpm0", config, file), file, 5000);
            Cli.Result software = sampled("local", config, folder.resolve("local.bin"));
            assertThat(software.exit()).isEqualTo(2);
            assertThat(software.err()).contains("local", "of type software");
        }
        Path none = folder.resolve("none.bin");
        Cli.Result gone = sampled("tpm0", config, none);
        assertThat(gone.exit()).isNotZero();
        assertThat(gone.err()).contains("WK-E003");
        assertThat(none).doesNotExist();
    }

    private String config(SimulatorProcess swtpm) throws IOException {
        return Files.writeString(
                        folder.resolve("wardkey.conf"),
                        "wardkey {\n  home = home\n  tokens {\n    local { type = software }\n    tpm0 { type = tpm2, transport = \""
                                + swtpm.address() + "\" }\n  }\n}\n")
                .toString();
    }

    private static Cli.Result sampled(String source, String config, Path file) {
        return Cli.run("noise-samples", "--source", source, "--samples", "5000", "--config", config, file.toString());
    }

    @Test
    void samples_wrongArguments_saysWhatWasExpected() {
        Path file = folder.resolve("x.bin");
        Cli.Result few = Cli.run("noise-samples", "--samples", "0", file.toString());
        assertThat(few.exit()).isEqualTo(2);
        assertThat(few.err()).contains("Expected --samples of 1 to");
        Cli.Result where = Cli.run("noise-samples", "--source", "tpm0", file.toString());
        assertThat(where.exit()).isEqualTo(2);
        assertThat(where.err()).contains("Expected --config FILE");
        assertThat(file).doesNotExist();
    }
}

package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The simulator swtpm behind a Unix domain socket; stopped by its process. A missing program fails where CI is set, and skips the test elsewhere. */
final class SimulatorProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final Process process;
    private final Path socket;

    private SimulatorProcess(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    static SimulatorProcess start(Path folder) throws Exception {
        boolean there = Files.isExecutable(Path.of("/usr/bin/swtpm"));
        assertThat(there || System.getenv("CI") == null)
                .as("Expected the TPM simulator /usr/bin/swtpm: install swtpm.")
                .isTrue();
        Assumptions.assumeTrue(there, "The TPM simulator swtpm is not installed.");
        Path socket = folder.resolve("tpm.sock");
        SimulatorProcess started = new SimulatorProcess(launch(folder, socket), socket);
        Cli.await(() -> Files.exists(socket));
        return started;
    }

    private static Process launch(Path folder, Path socket) throws IOException {
        return new ProcessBuilder(
                        "swtpm",
                        "socket",
                        "--tpm2",
                        "--tpmstate",
                        "dir=" + folder,
                        "--server",
                        "type=unixio,path=" + socket,
                        "--flags",
                        "not-need-init,startup-clear")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("swtpm.log").toFile())
                .start();
    }

    String address() {
        return "unix:" + socket;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

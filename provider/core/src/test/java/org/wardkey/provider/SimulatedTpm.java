package org.wardkey.provider;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.transport.UnixTransport;

/** The simulator swtpm behind a Unix domain socket: no real TPM, and one caller at a time. Stopped by its process. */
public final class SimulatedTpm implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;
    private static final Path PROGRAM = Path.of("/usr/bin/swtpm");

    private final Path folder;
    private Process process;

    private SimulatedTpm(Path folder) throws IOException {
        this.folder = folder;
        this.process = launch();
    }

    /** Starts one with its state in a folder; a missing program fails where CI is set, and skips the test elsewhere. */
    public static SimulatedTpm start(Path folder) throws IOException {
        boolean there = Files.isExecutable(PROGRAM);
        if (!there && System.getenv("CI") != null) {
            fail("Expected the TPM simulator " + PROGRAM + ": install swtpm.");
        }
        Assumptions.assumeTrue(there, "The TPM simulator swtpm is not installed.");
        Files.createDirectories(folder);
        return new SimulatedTpm(folder);
    }

    Path socket() {
        return folder.resolve("tpm.sock");
    }

    private Process launch() throws IOException {
        Path ready = folder.resolve("swtpm.pid");
        Files.deleteIfExists(ready);
        Files.deleteIfExists(socket());
        Path log = folder.resolve("swtpm.log");
        Process started = new ProcessBuilder(
                        "swtpm",
                        "socket",
                        "--tpm2",
                        "--tpmstate",
                        "dir=" + folder,
                        "--server",
                        "type=unixio,path=" + socket(),
                        "--ctrl",
                        "type=unixio,path=" + socket() + ".ctrl",
                        "--flags",
                        "not-need-init,startup-clear",
                        "--pid",
                        "file=" + ready)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(ready) || Files.size(ready) == 0) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                started.destroyForcibly();
                throw new IOException("The simulator swtpm did not start: " + Files.readString(log));
            }
            Thread.onSpinWait();
        }
        return started;
    }

    /** The lines of a configuration whose one token, {@code tpm0}, is this. */
    public String token() {
        return "home = home\ntokens { tpm0 { type = tpm2, transport = \"" + address() + "\" } }\n";
    }

    /** Where it is, as the configuration has it. */
    public String address() {
        return "unix:" + socket();
    }

    /** Another program's connection. */
    Tpm connect() {
        return new Tpm(new UnixTransport(socket(), Duration.ofSeconds(PATIENCE_SECONDS)));
    }

    /** Takes the power away. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Makes it hang: connected, and silent. */
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets it go on. */
    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int sent = new ProcessBuilder("kill", name, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (sent != 0) {
            throw new IOException("The simulator swtpm got no signal " + name + ".");
        }
    }

    /** Gives power again. */
    public void restart() throws IOException {
        process = launch();
    }

    /** Takes its memory away: another chip, as far as anybody can tell. */
    public void replace() throws IOException, InterruptedException {
        kill();
        for (String file : List.of("tpm2-00.permall", "tpm2-00.volatilestate")) {
            Files.deleteIfExists(folder.resolve(file));
        }
        restart();
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

package org.wardkey.tpm2;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.wardkey.tpm2.transport.SocketTransport;
import org.wardkey.tpm2.transport.TpmTransport;
import org.wardkey.tpm2.transport.UnixTransport;

/** The simulator swtpm, on free ports of the loopback interface and in a folder of the test's: no real TPM. Stopped by its process. */
public final class Swtpm implements AutoCloseable {
    /** How long a command of a test may take. */
    public static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final Duration START = Duration.ofSeconds(20);

    private final Path folder;
    private final boolean unix;
    private final int port;
    private Process process;

    private Swtpm(Path folder, boolean unix, int port) throws IOException {
        this.folder = folder;
        this.unix = unix;
        this.port = port;
        this.process = launch();
    }

    /** Starts a simulator behind TCP; a missing one fails where CI is set, and skips the test elsewhere. */
    public static Swtpm start(Path folder) throws IOException {
        require("swtpm", "tpm2_sign");
        return new Swtpm(folder, false, freePair());
    }

    /** Starts a simulator whose state another project's tool made: endorsement keys and a storage root key are in it. */
    public static Swtpm startManufactured(Path folder) throws IOException, InterruptedException {
        require("swtpm", "swtpm_setup");
        setUp(folder, "--createek", "--create-spk", "--ecc");
        return new Swtpm(folder, true, 0);
    }

    /**
     * Starts a simulator with certificates for its endorsement keys of RSA 2048 (L-1) and P-384 (H-3), by an authority of its own in the
     * folder {@code ca}: {@code swtpm-localca-rootca-cert.pem} and, below it, {@code issuercert.pem}.
     */
    public static Swtpm startWithCertificates(Path folder) throws IOException, InterruptedException {
        require("swtpm", "swtpm_setup", "swtpm_localca", "certtool");
        Path authority = Files.createDirectory(folder.resolve("ca"));
        Files.writeString(
                authority.resolve("localca.conf"),
                "statedir = %1$s%nsigningkey = %1$s/signkey.pem%nissuercert = %1$s/issuercert.pem%ncertserial = %1$s/certserial%n"
                        .formatted(authority));
        Files.writeString(authority.resolve("options"), "");
        Files.writeString(
                authority.resolve("setup.conf"),
                "create_certs_tool = swtpm_localca%ncreate_certs_tool_config = %1$s/localca.conf%ncreate_certs_tool_options = %1$s/options%n"
                        .formatted(authority));
        setUp(folder, "--config", authority + "/setup.conf", "--create-ek-cert", "--vmid", "simulator");
        return new Swtpm(folder, true, 0);
    }

    private static void setUp(Path folder, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("swtpm_setup", "--tpm2", "--tpmstate", folder.toString()));
        command.addAll(List.of(options));
        Path log = folder.resolve("swtpm_setup.log");
        Process setup = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (setup.waitFor() != 0) {
            throw new IOException("swtpm_setup failed: " + Files.readString(log));
        }
    }

    /** Starts a simulator behind a Unix domain socket. */
    public static Swtpm startUnix(Path folder) throws IOException {
        require("swtpm");
        return new Swtpm(folder, true, 0);
    }

    private static void require(String... programs) {
        for (String program : programs) {
            boolean there = List.of("/usr/bin", "/usr/local/bin", "/bin").stream()
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
            if (!there && System.getenv("CI") != null) {
                throw new AssertionError("expected the TPM simulator's " + program + ": install swtpm and tpm2-tools");
            }
            Assumptions.assumeTrue(there, "the TPM simulator's " + program + " is not installed");
        }
    }

    /** Two free ports, one behind the other, as tpm2-tools expect them. */
    private static int freePair() throws IOException {
        IOException last = new IOException("found no two free ports");
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket second =
                            new ServerSocket(first.getLocalPort() + 1, 1, InetAddress.getLoopbackAddress())) {
                return second.getLocalPort() - 1;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private Process launch() throws IOException {
        Path ready = folder.resolve("swtpm.pid");
        Files.deleteIfExists(ready);
        List<String> command = new ArrayList<>(List.of("swtpm", "socket", "--tpm2", "--tpmstate", "dir=" + folder));
        if (unix) {
            Files.deleteIfExists(socket());
            command.addAll(List.of("--server", "type=unixio,path=" + socket()));
        } else {
            command.addAll(List.of(
                    "--server",
                    "type=tcp,bindaddr=127.0.0.1,port=" + port,
                    "--ctrl",
                    "type=tcp,bindaddr=127.0.0.1,port=" + (port + 1)));
        }
        command.addAll(List.of("--flags", "not-need-init,startup-clear", "--pid", "file=" + ready));
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("swtpm.log").toFile())
                .start();
        long deadline = System.nanoTime() + START.toNanos();
        while (!Files.exists(ready) || Files.size(ready) == 0) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                started.destroyForcibly();
                throw new IOException(
                        "the simulator swtpm did not start: " + Files.readString(folder.resolve("swtpm.log")));
            }
            Thread.onSpinWait();
        }
        return started;
    }

    private Path socket() {
        return folder.resolve("swtpm.sock");
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Returns a transport to it. */
    public TpmTransport transport() {
        return transport(TIMEOUT);
    }

    /** Returns a transport to it that waits so long for a response. */
    public TpmTransport transport(Duration timeout) {
        return unix ? new UnixTransport(socket(), timeout) : new SocketTransport(address(), timeout);
    }

    /** Returns a TPM over it. */
    public Tpm connect() {
        return new Tpm(transport());
    }

    /** Takes the power away: SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(20, TimeUnit.SECONDS);
    }

    /** Gives power again. */
    public void restart() throws IOException {
        process = launch();
    }

    /** Resets the TPM, as a suspended machine may, while connections stay; TPM2_Startup is needed then. */
    public void reset() throws IOException, InterruptedException {
        tool("swtpm_ioctl", "--tcp", "127.0.0.1:" + (port + 1), "-i");
    }

    /** Runs one of tpm2-tools against it, in its folder; nobody else may be connected. */
    public String tool(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "TPM2TOOLS_TCTI",
                        String.format(Locale.ROOT, "swtpm:host=127.0.0.1,port=%d", port),
                        "TSS2_LOG",
                        "all+NONE"));
        Process tool = builder.start();
        String output = new String(tool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (tool.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    /** Returns its folder. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

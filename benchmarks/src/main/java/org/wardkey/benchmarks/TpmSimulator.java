package org.wardkey.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.wardkey.tpm2.transport.SocketTransport;
import org.wardkey.tpm2.transport.TpmTransport;

/** The simulator swtpm on two ports of the loopback interface. It serves one connection at a time. */
final class TpmSimulator implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int ATTEMPTS = 100;

    private final Process process;
    private final int port;

    private TpmSimulator(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it.
     *
     * @param folder where its state and its log are kept
     * @throws IOException if swtpm is not installed or does not start
     */
    static TpmSimulator start(Path folder) throws IOException {
        int port = freePair();
        Path ready = folder.resolve("swtpm.pid");
        Path log = folder.resolve("swtpm.log");
        Process process = new ProcessBuilder(List.of(
                        "swtpm",
                        "socket",
                        "--tpm2",
                        "--tpmstate",
                        "dir=" + folder,
                        "--server",
                        "type=tcp,bindaddr=127.0.0.1,port=" + port,
                        "--ctrl",
                        "type=tcp,bindaddr=127.0.0.1,port=" + (port + 1),
                        "--flags",
                        "not-need-init,startup-clear",
                        "--pid",
                        "file=" + ready))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!Files.exists(ready) || Files.size(ready) == 0) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IOException("Expected swtpm to start, got: " + Files.readString(log));
            }
            Thread.onSpinWait();
        }
        return new TpmSimulator(process, port);
    }

    /** Two free ports, one behind the other, as tpm2-tss expects them. */
    private static int freePair() throws IOException {
        IOException last = new IOException("Expected two free ports, found none.");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
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

    TpmTransport connect() {
        return new SocketTransport(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Duration.ofSeconds(20));
    }

    /** What tpm2-tss calls it. */
    String tcti() {
        return "swtpm:host=127.0.0.1,port=" + port;
    }

    /** Stops it, and waits until it writes nothing more. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

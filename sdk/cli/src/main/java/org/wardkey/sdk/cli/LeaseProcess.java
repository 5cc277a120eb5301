package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.wardkey.provider.operation.LeaseAuthority;

/** Reaches who signs leases by a command, which is ended when it takes too long. What it says on its standard error goes to this process's. */
final class LeaseProcess implements LeaseAuthority {
    private static final int LARGEST_BYTES = 1 << 14;

    private final List<String> command;
    private final Duration patience;

    /**
     * Describes it; nothing is started yet.
     *
     * @param command the program and its arguments
     * @param patience how long it may take
     */
    LeaseProcess(List<String> command, Duration patience) {
        this.command = List.copyOf(command);
        this.patience = patience;
    }

    @Override
    public String lease(String request) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            FutureTask<byte[]> output = new FutureTask<>(() -> read(process));
            Thread reader = new Thread(output, "wardkey-lease");
            reader.setDaemon(true);
            reader.start();
            boolean asked = write(process, request);
            return await(process, output, asked, end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + name() + " ran", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static byte[] read(Process process) throws IOException {
        try (InputStream in = process.getInputStream()) {
            return in.readNBytes(LARGEST_BYTES + 1);
        }
    }

    /** A few hundred bytes, which a pipe takes at once. One who does not read what it is asked is judged by what it says all the same. */
    private static boolean write(Process process, String request) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String await(Process process, FutureTask<byte[]> output, boolean asked, long end)
            throws IOException, InterruptedException {
        try {
            if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            if (process.exitValue() != 0) {
                throw new IOException(name() + " ended with exit code " + process.exitValue()
                        + (asked ? "" : ", and did not read the request"));
            }
            byte[] said = output.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (said.length > LARGEST_BYTES) {
                throw new IOException(name() + " printed more than a lease");
            }
            return new String(said, StandardCharsets.UTF_8);
        } catch (TimeoutException e) {
            throw new IOException(name() + " took longer than " + patience, e);
        } catch (ExecutionException e) {
            throw new IOException("the output of " + name() + " could not be read", e);
        }
    }

    private String name() {
        return "the command " + Printable.text(command.get(0));
    }
}

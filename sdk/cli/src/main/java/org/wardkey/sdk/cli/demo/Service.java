package org.wardkey.sdk.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program that goes on running: told on its standard input, heard on its standard output. */
final class Service implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 45;

    private final Process process;
    private final PrintWriter input;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Path errors;

    Service(java.util.List<String> command, Path folder, Path errors) throws IOException {
        this.errors = errors;
        this.process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .start();
        this.input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        Thread reader = new Thread(this::read, "demo-reader");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("output ended: " + e.getMessage());
        }
    }

    void tell(String request) {
        input.println(request);
    }

    /** Waits for the next line, which must begin with a word; gives the rest of it. */
    String expect(String word) throws IOException {
        String line = answer();
        if (!line.startsWith(word)) {
            throw new DemoFailedException("Expected '" + word + "', got '" + line + "'.");
        }
        return line.substring(word.length()).strip();
    }

    /** Waits for the next line. */
    String answer() throws IOException {
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
            while (true) {
                @Nullable String line = lines.poll(100, TimeUnit.MILLISECONDS);
                if (line != null) {
                    return line;
                }
                if ((!process.isAlive() && lines.isEmpty()) || System.nanoTime() > deadline) {
                    throw new DemoFailedException("Expected an answer within " + TIMEOUT_SECONDS
                            + " s, got none; the program said:\n"
                            + java.nio.file.Files.readString(errors).indent(6).stripTrailing());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailedException("Interrupted.", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

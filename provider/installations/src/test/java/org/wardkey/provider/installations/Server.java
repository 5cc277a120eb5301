package org.wardkey.provider.installations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** An application that runs in a process of its own until it is closed. */
final class Server implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition said = lock.newCondition();
    private boolean ended;

    Server(Process process) throws IOException {
        this.process = process;
        process.getOutputStream().close();
        Thread reader = new Thread(this::read, "what " + process.pid() + " says");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                note(line, false);
            }
        } catch (IOException e) {
            // Its stream ends so when it is killed.
            note(e.toString(), false);
        }
        note("", true);
    }

    private void note(String line, boolean last) {
        lock.lock();
        try {
            lines.add(line);
            ended = last;
            said.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a line with this text. */
    Server await(String text) throws InterruptedException {
        long left = PATIENCE.toNanos();
        lock.lock();
        try {
            while (lines.stream().noneMatch(line -> line.contains(text))) {
                assertThat(ended)
                        .as("ended before it said '" + text + "': " + output())
                        .isFalse();
                assertThat(left).as("'" + text + "' in " + output()).isPositive();
                left = said.awaitNanos(left);
            }
            return this;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a file that it writes. */
    void awaitFile(Path file) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(file)) {
            assertThat(System.nanoTime()).as(file + " of " + output()).isLessThan(deadline);
            assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).as(output()).isFalse();
        }
    }

    /** Waits for its end. */
    int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ends: " + output())
                .isTrue();
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    String output() {
        lock.lock();
        try {
            return String.join("\n", lines);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError("did not stop when it was told to: " + output(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        } catch (ExecutionException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}

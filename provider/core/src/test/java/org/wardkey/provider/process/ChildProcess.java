package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A process whose lines are collected as they come; a wait for one fails when it can no longer come. */
final class ChildProcess {
    private static final long PATIENCE_SECONDS = 240;

    private final List<String> command;
    private final Process process;
    private final Writer stdin;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread outReader;
    private final Thread errReader;
    private boolean outEnded;

    private ChildProcess(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        this.stdin = process.outputWriter(StandardCharsets.UTF_8);
        this.outReader = reader(process.getInputStream(), out);
        this.errReader = reader(process.getErrorStream(), err);
    }

    static ChildProcess start(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_TOOL") || name.startsWith("_JAVA"));
            builder.environment().put("LC_ALL", "C.UTF-8");
            return new ChildProcess(command, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a tool to its end and expects it to succeed. */
    static ChildProcess succeed(List<String> command) {
        ChildProcess child = start(command);
        child.endInput();
        child.awaitEnd();
        assertThat(child.exitCode()).as(child.toString()).isZero();
        return child;
    }

    /** Whoever asks a question then gets no answer instead of waiting for one. */
    void endInput() {
        try {
            stdin.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Thread reader(InputStream stream, List<String> lines) {
        Thread thread = new Thread(() -> collect(stream, lines), "lines of a child");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void collect(InputStream stream, List<String> lines) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                change(lines, line);
            }
        } catch (IOException e) {
            // A killed process's stream may end like this.
            change(err, "(stream ended: " + e.getMessage() + ")");
        }
        lock.lock();
        try {
            outEnded |= lines == out;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void change(List<String> lines, String line) {
        lock.lock();
        try {
            lines.add(line);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a line on stdout that begins so; gives what follows. */
    String await(String prefix) {
        long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        lock.lock();
        try {
            while (true) {
                Optional<String> found = find(prefix);
                if (found.isPresent()) {
                    return found.get();
                }
                if (outEnded || left <= 0) {
                    return fail("Expected a line '%s', got none from %s", prefix, this);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    private Optional<String> find(String prefix) {
        return out.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).trim())
                .findFirst();
    }

    long pid() {
        return process.pid();
    }

    void say(String line) {
        try {
            stdin.write(line + "\n");
            stdin.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Tried to talk to " + this, e);
        }
    }

    /** SIGKILL; returns when nothing of the process is left, its last lines included. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                fail("Expected %s to end", this);
            }
            outReader.join();
            errReader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends its standard input, waits for its end and expects success. */
    ChildProcess finish() {
        say("end");
        awaitEnd();
        assertThat(exitCode()).as(toString()).isZero();
        return this;
    }

    int exitCode() {
        return process.exitValue();
    }

    List<String> out() {
        return copy(out);
    }

    List<String> err() {
        return copy(err);
    }

    private List<String> copy(List<String> lines) {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\nstdout:\n" + String.join("\n", out()) + "\nstderr:\n"
                + String.join("\n", err());
    }
}

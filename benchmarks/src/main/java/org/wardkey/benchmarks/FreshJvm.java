package org.wardkey.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** A program of this class path in a JVM of its own, like the one that measures and with its default options. */
final class FreshJvm {
    private final List<String> command;

    /**
     * Makes it; starts nothing.
     *
     * @param options options of the JVM besides
     * @param program its class
     * @param arguments its arguments
     */
    FreshJvm(List<String> options, Class<?> program, List<String> arguments) {
        command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(options);
        command.add(program.getName());
        command.addAll(arguments);
    }

    /**
     * What a run came to.
     *
     * @param line what it printed
     * @param millis from the start of the process, which the operating system's own times are too coarse for, until then
     */
    record Run(String line, long millis) {
        /** A figure of the line, which are like {@code rss=123}. */
        long figure(String name) {
            for (String word : line.split(" ", -1)) {
                if (word.startsWith(name + "=")) {
                    return Long.parseLong(word.substring(name.length() + 1));
                }
            }
            throw new IllegalStateException("Expected a figure " + name + " in: " + line);
        }
    }

    /**
     * Runs it to its end.
     *
     * @throws IOException if it prints nothing or ends with anything but 0
     */
    Run run() throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            long taken = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            if (line == null || process.waitFor() != 0) {
                throw new IOException("Expected an answer from " + command + ", got none.");
            }
            return new Run(line, taken);
        }
    }

    /** The smallest, the middle and the largest of some figures. */
    record Spread(long least, long median, long most) {
        static Spread of(List<Run> runs, ToLongFunction<Run> figure) {
            List<Long> figures = new ArrayList<>();
            runs.forEach(run -> figures.add(figure.applyAsLong(run)));
            Collections.sort(figures);
            return new Spread(figures.get(0), figures.get(figures.size() / 2), figures.get(figures.size() - 1));
        }
    }
}

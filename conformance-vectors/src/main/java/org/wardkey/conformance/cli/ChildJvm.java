package org.wardkey.conformance.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A program of this class path in a JVM of its own, which sees the providers that this one sees. */
final class ChildJvm {
    private final List<String> line = new ArrayList<>();

    /**
     * Makes it; starts nothing.
     *
     * @param options options of the JVM besides
     * @param kept which of this JVM's own options it gets; never an agent
     * @param program its class
     * @param words its arguments
     */
    ChildJvm(List<String> options, Predicate<String> kept, Class<?> program, List<String> words) {
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        own().filter(kept).forEach(line::add);
        line.addAll(options);
        line.addAll(List.of("-cp", System.getProperty("java.class.path", ""), program.getName()));
        line.addAll(words);
    }

    private static Stream<String> own() {
        // A runtime image may be made without it.
        if (ModuleLayer.boot().findModule("java.management").isEmpty()) {
            return Stream.of();
        }
        // An agent, as a debugger or a measurement of coverage has, may be in one JVM only.
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> Stream.of("-agentlib:", "-agentpath:", "-javaagent:", "-Xrun")
                        .noneMatch(argument::startsWith));
    }

    /**
     * Runs it to its end; its messages go where this JVM's go.
     *
     * @param variables what its environment has besides
     * @param out takes what it prints
     * @return its exit code
     * @throws IOException when it does not start
     */
    int run(Map<String, String> variables, OutputStream out) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(variables);
        Process process = builder.start();
        try (InputStream printed = process.getInputStream()) {
            process.getOutputStream().close();
            printed.transferTo(out);
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } finally {
            process.destroy();
        }
    }
}

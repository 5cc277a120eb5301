package org.wardkey.provider.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An application that ran to its end in a JVM like this one. */
record ProgramRun(int exitCode, List<String> lines, String command) {
    private static final boolean FOREIGN_LINKER = Runtime.version().feature() >= 22;

    static ProgramRun of(Stream<String> options, Path jar) {
        return run(Stream.empty(), options, jar);
    }

    /** Without what lets root read what it may not. */
    static ProgramRun unprivileged(Stream<String> options, Path jar) {
        boolean root = System.getProperty("user.name").equals("root");
        return run(
                root ? Stream.of("setpriv", "--bounding-set=-all", "--inh-caps=-all") : Stream.empty(), options, jar);
    }

    private static ProgramRun run(Stream<String> wrapper, Stream<String> options, Path jar) {
        Stream<String> java = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m");
        Stream<String> access = FOREIGN_LINKER ? Stream.of("--enable-native-access=ALL-UNNAMED") : Stream.empty();
        List<String> command = Stream.of(wrapper, java, access, options, Stream.of("-jar", jar.toString()))
                .flatMap(part -> part)
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_TOOL") || name.startsWith("_JAVA"));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ProgramRun(process.waitFor(), output.lines().toList(), String.join(" ", command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** These lines in this order, among whatever else was said. */
    void expect(String... expected) {
        assertThat(exitCode).as(toString()).isZero();
        assertThat(lines).as(command).containsSubsequence(expected);
    }

    /** The application did not begin, and the JVM said why. */
    void expectRefusal(String... reasons) {
        assertThat(exitCode).as(toString()).isEqualTo(3);
        assertThat(lines).as(command).noneMatch(line -> line.startsWith("loader"));
        assertThat(String.join("\n", lines)).contains(reasons);
    }
}

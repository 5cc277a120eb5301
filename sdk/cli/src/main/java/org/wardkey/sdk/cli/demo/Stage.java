package org.wardkey.sdk.cli.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the demonstration plays: the folder, and the programs that are run in it. Every program is a
 * process; its output goes to a file in {@code logs}.
 */
final class Stage implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 60;
    private static final int FIRST_WITH_RESTRICTED_NATIVES = 22;

    private final Path folder;
    private final Path javaHome = Path.of(System.getProperty("java.home"));
    private final String wardkeyJars = absolute(System.getProperty("java.class.path"));
    private int programs;
    private @Nullable Service signer;

    /** What a program said and how it ended. */
    record Outcome(String command, int exit, String output) {
        /** The same, if it ended well. */
        Outcome succeeded() {
            if (exit != 0) {
                throw new DemoFailedException("Expected success, got exit code " + exit + " from: " + command + "\n"
                        + output.indent(6).stripTrailing());
            }
            return this;
        }

        /** The first line that begins with a prefix, without it. */
        String line(String prefix) {
            return output.lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip())
                    .findFirst()
                    .orElseThrow(() -> new DemoFailedException("Expected a line that begins with '" + prefix
                            + "' from: " + command + "\n" + output.indent(6).stripTrailing()));
        }
    }

    Stage(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("logs"));
    }

    private static String absolute(String classPath) {
        return List.of(classPath.split(File.pathSeparator)).stream()
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    void write(String name, String text) throws IOException {
        Files.writeString(file(name), text);
    }

    String read(String name) throws IOException {
        return Files.readString(file(name));
    }

    /**
     * An unmodified keytool, with Wardkey's jars beside it and the override file. Its JVM has the
     * modules that java.base needs and no others; Wardkey's store needs java.sql.
     */
    Outcome keytool(String... arguments) throws IOException {
        return keytoolWith("java.security", arguments);
    }

    /** The same with another override file. */
    Outcome keytoolWith(String securityProperties, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(tool("keytool"));
        for (String flag : flags()) {
            command.add("-J" + flag);
        }
        command.add("-J--add-modules=java.sql");
        command.addAll(
                List.of("-J-cp", "-J" + wardkeyJars, "-J-Djava.security.properties=" + file(securityProperties)));
        command.addAll(List.of(arguments));
        return run(command, "");
    }

    /** The JDK's compiler, without any class path of Wardkey's. */
    Outcome javac(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(tool("javac")));
        command.addAll(List.of(arguments));
        return run(command, "");
    }

    Outcome openssl(String... arguments) throws IOException {
        return opensslTold("", arguments);
    }

    /** OpenSSL with something on its standard input. */
    Outcome opensslTold(String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            return run(command, input);
        } catch (IOException e) {
            throw new DemoFailedException("openssl cannot be run. Install it, on Debian: apt-get install openssl", e);
        }
    }

    /** The wardkey command, as a process of its own. */
    Outcome wardkey(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(tool("java")));
        command.addAll(flags());
        command.addAll(List.of("-cp", wardkeyJars, "org.wardkey.sdk.cli.WardkeyCommand"));
        command.addAll(List.of(arguments));
        return run(command, "");
    }

    /** A program of the demonstration, with Wardkey registered by the override file. */
    List<String> program(String name, List<String> properties, String... arguments) {
        return programWith("java.security", name, properties, arguments);
    }

    /** The same with another override file. */
    List<String> programWith(String securityProperties, String name, List<String> properties, String... arguments) {
        List<String> command = new ArrayList<>(List.of(tool("java")));
        command.addAll(flags());
        command.addAll(List.of(
                "-cp",
                file("programs") + File.pathSeparator + wardkeyJars,
                "-Djava.security.properties=" + file(securityProperties)));
        command.addAll(properties);
        command.add(name);
        command.addAll(List.of(arguments));
        return command;
    }

    Outcome run(List<String> command, String input) throws IOException {
        Path log = log(command);
        Path stdin = file("logs/stdin");
        Files.writeString(stdin, input);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(stdin.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new DemoFailedException("Expected an end within " + TIMEOUT_SECONDS + " s: " + describe(command));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new DemoFailedException("Interrupted.", e);
        }
        String output = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        return new Outcome(describe(command), process.exitValue(), output);
    }

    Service start(List<String> command) throws IOException {
        return new Service(command, folder, log(command));
    }

    /** The signing program: one JVM that runs while keys change under it. */
    Service signer() throws IOException {
        Service running = signer;
        if (running == null) {
            running = start(program("SigningService", List.of(), "Wardkey"));
            signer = running;
            running.expect("ready");
        }
        return running;
    }

    void stopSigner() {
        if (signer != null) {
            signer.close();
            signer = null;
        }
    }

    private Path log(List<String> command) {
        programs++;
        return file(String.format(
                "logs/%02d-%s.log", programs, Path.of(command.get(0)).getFileName()));
    }

    private String tool(String name) {
        return javaHome.resolve("bin").resolve(name).toString();
    }

    private static List<String> flags() {
        List<String> flags = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        if (Runtime.version().feature() >= FIRST_WITH_RESTRICTED_NATIVES) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        return flags;
    }

    /** The command without class paths and JVM flags. */
    private String describe(List<String> command) {
        return command.stream()
                .filter(word -> !word.contains(wardkeyJars)
                        && !word.startsWith("-J")
                        && !word.startsWith("-XX")
                        && !word.equals("-cp"))
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() {
        stopSigner();
    }
}

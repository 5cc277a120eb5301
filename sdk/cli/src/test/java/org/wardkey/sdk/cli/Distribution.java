package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The packed distribution, unpacked in a folder. */
record Distribution(Path root) {
    static final Path SOURCES = Path.of("..", "..").toAbsolutePath().normalize();
    static final Path PACKED = SOURCES.resolve("target").resolve("dist");
    private static final String VERSION = System.getProperty("wardkey.project.version");

    /** What a program is called that knows of the JDK alone: makes a key or takes one from the store, and signs. */
    private static final String PROGRAM = """
            package com.example;

            import java.security.*;

            public class Pump {
                public static void main(String[] arguments) throws Exception {
                    PrivateKey key = arguments.length == 0
                            ? KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate()
                            : stored(arguments[0]);
                    Signature signature = Signature.getInstance("SHA256withECDSA");
                    signature.initSign(key);
                    int size = signature.sign().length;
                    System.out.println("signed by " + signature.getProvider().getName() + " " + (size > 60));
                }

                private static PrivateKey stored(String alias) throws Exception {
                    KeyStore store = KeyStore.getInstance("Wardkey");
                    store.load(null, null);
                    return (PrivateKey) store.getKey(alias, null);
                }
            }
            """;

    static String name(String machine) {
        return "wardkey-" + VERSION + "-linux-" + machine;
    }

    /** What this build has packed. */
    static Path packed(String machine) throws IOException {
        Path packed = PACKED.resolve(name(machine) + ".tar.gz");
        assertThat(packed)
                .as("made by the phase package, unless -Dcyclonedx.skip=true or -Dwardkey.dist.skip=true is given")
                .isRegularFile();
        Path jar = Path.of(System.getProperty("wardkey.project.jar"));
        assertThat(Files.getLastModifiedTime(packed))
                .as("packed after its jars")
                .isGreaterThanOrEqualTo(Files.getLastModifiedTime(jar));
        return packed;
    }

    /** That of this machine. */
    static Distribution unpackedIn(Path folder) throws Exception {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        return unpackedIn(folder, machine);
    }

    static Distribution unpackedIn(Path folder, String machine) throws Exception {
        succeed(Map.of(), "tar", "-xzf", packed(machine).toString(), "-C", folder.toString());
        return new Distribution(folder.resolve(name(machine)));
    }

    String command() {
        return root.resolve("bin").resolve("wardkey").toString();
    }

    Path lib() {
        return root.resolve("lib");
    }

    /** The command, on the JDK of this JVM. */
    Cli.Result run(String... arguments) throws Exception {
        return run(javaHome(), Stream.concat(Stream.of(command()), Stream.of(arguments)));
    }

    /** Makes the jar of a program and gives its path. */
    static Path program(Path folder) throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        Path source = Files.writeString(folder.resolve("Pump.java"), PROGRAM);
        Path jar = folder.resolve("app.jar");
        tool("javac", "-d", classes.toString(), source.toString());
        tool(
                "jar",
                "--create",
                "--file",
                jar.toString(),
                "--main-class",
                "com.example.Pump",
                "-C",
                classes.toString(),
                ".");
        return jar;
    }

    static Map<String, String> javaHome() {
        return Map.of("JAVA_HOME", System.getProperty("java.home"));
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void tool(String name, String... arguments) {
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        assertThat(ToolProvider.findFirst(name).orElseThrow().run(out, out, arguments))
                .as(messages.toString())
                .isZero();
    }

    /** Runs a command to its end; both streams together. */
    static Cli.Result run(Map<String, String> environment, Stream<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command.toList()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA") || name.startsWith("_JAVA"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Cli.Result(process.waitFor(), output, "");
    }

    /** Runs a command that must succeed, and gives what it says. */
    static String succeed(Map<String, String> environment, String... command) throws Exception {
        Cli.Result result = run(environment, Stream.of(command));
        assertThat(result.exit()).as(List.of(command) + "\n" + result.out()).isZero();
        return result.out();
    }
}

package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's commands, word for word and in its order, in a fresh folder with the packed jars and this JVM's JDK.
 *
 * <p>Three commands are left out, which build everything and which CI runs by themselves; of a signed distribution only the
 * signing runs. The folders of the system lie below the fresh one: {@code /etc/wardkey}, {@code /var/lib/wardkey} and
 * {@code /opt/wardkey}. A block of configuration is written to the file that its first line names.
 */
class ReadmeIT {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\S*)\n(.*?)^```$");
    private static final Pattern BUILDS = Pattern.compile("\\./wardkey (demo|test|dist)( .*)?");
    /** What a signed distribution does with the one that is there. */
    private static final String SIGN = ROOT.resolve("sdk/cli/src/dist/sign").toString();

    private static final Pattern OF_THE_SYSTEM = Pattern.compile("/(etc|var/lib|opt)/wardkey");

    /** What the README calls com.example.Main: a program that knows nothing of Wardkey. */
    private static final String PROGRAM = """
            package com.example;

            import java.security.*;

            public class Main {
                public static void main(String[] arguments) throws Exception {
                    KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
                    Signature signature = Signature.getInstance("SHA256withECDSA");
                    signature.initSign(pair.getPrivate());
                    System.out.println("signed by " + signature.getProvider() + ", " + signature.sign().length + " bytes");
                }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void shellBlocks_inTheirOrder_eachCommandSucceeds() throws Exception {
        copyBuild();
        makeApplication();
        StringBuilder script = new StringBuilder("set -eux\n");
        for (Block block : blocks()) {
            if (block.language().equals("sh")) {
                script.append(block.text());
            }
        }
        assertThat(script.toString().split("\n")).as("commands of the README").hasSizeGreaterThan(5);

        String output = bash(script.toString());
        assertThat(output.lines().filter(line -> line.startsWith("signed by Wardkey version")))
                .as("by the line in java.security and by the agent: " + output)
                .hasSize(2);
        assertThat(bash("./wardkey keys list --config etc/wardkey/wardkey.conf"))
                .contains("local:pump-17", "EC_P256");
    }

    @Test
    void blocks_everyOne_saysItsLanguage() throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(blocks.results().map(block -> block.group(1)))
                .contains("sh", "hocon", "java")
                .allMatch(language -> List.of("sh", "hocon", "java", "text").contains(language));
    }

    private record Block(String language, String text) {}

    private List<Block> blocks() throws IOException {
        List<Block> blocks = BLOCK.matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .map(block -> new Block(block.group(1), below(block.group(2))))
                .toList();
        for (Block block : blocks) {
            if (block.language().equals("hocon")) {
                String first = block.text().lines().findFirst().orElseThrow();
                assertThat(first)
                        .as("the file that a block of configuration is for")
                        .startsWith("# /");
                Path file = Path.of(first.substring(2));
                Files.createDirectories(file.getParent());
                Files.writeString(file, block.text());
            }
        }
        return blocks;
    }

    private String below(String text) {
        return OF_THE_SYSTEM
                .matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(folder + place.group()))
                .lines()
                .map(line ->
                        line.replaceFirst("^\\./wardkey dist --sign-key (\\S+)", SIGN + " $1 target/dist/SHA256SUMS"))
                .filter(line -> !BUILDS.matcher(line.replaceFirst(" *#.*", "")).matches())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** A tree as it is after a build: the launcher looks where it lies itself. */
    private void copyBuild() throws Exception {
        Files.copy(ROOT.resolve("wardkey"), folder.resolve("wardkey"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(ROOT.resolve("pom.xml"), folder.resolve("pom.xml"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String module : new String[] {"native-bridge", "provider"}) {
            Files.createDirectory(folder.resolve(module));
        }
        Path target = folder.resolve("sdk").resolve("cli").resolve("target");
        Path lib = Files.createDirectories(target.resolve("lib"));
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("wardkey.project.lib")))) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, lib.resolve(jar.getFileName()));
            }
        }
        Path jar = Path.of(System.getProperty("wardkey.project.jar"));
        Files.copy(jar, target.resolve(jar.getFileName()));
        Path dist = Files.createDirectories(folder.resolve("target").resolve("dist"));
        Path packed = Distribution.packed("x86_64");
        Files.copy(packed, dist.resolve(packed.getFileName()));
        Distribution.succeed(Map.of(), "sh", "-c", "cd \"$0\" && sha256sum *.tar.gz >SHA256SUMS", dist.toString());
    }

    private void makeApplication() throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        Path source = Files.writeString(folder.resolve("Main.java"), PROGRAM);
        tool("javac", "-d", classes.toString(), source.toString());
        tool("jar", "--create", "--file", folder.resolve("app.jar").toString(), "-C", classes.toString(), ".");
    }

    private static void tool(String name, String... arguments) {
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        assertThat(ToolProvider.findFirst(name).orElseThrow().run(out, out, arguments))
                .as(messages.toString())
                .isZero();
    }

    private String bash(String script) throws IOException, InterruptedException {
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        String java = System.getProperty("java.home");
        bash.environment()
                .putAll(Map.of("JAVA_HOME", java, "PATH", java + "/bin:" + System.getenv("PATH"), "LC_ALL", "C.UTF-8"));
        Process process = bash.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}

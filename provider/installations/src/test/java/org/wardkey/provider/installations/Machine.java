package org.wardkey.provider.installations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A machine of its own below a folder, with Wardkey's jars where the recipes have them.
 *
 * <p>What the recipes call {@code /etc}, {@code /opt}, {@code /var/lib} and {@code /run/credentials} lies below the folder, and their ports are free
 * ones. Nothing else of their text is changed.
 */
final class Machine {
    private static final Pattern PLACE =
            Pattern.compile("(?<![\\w./-])/(?:etc|opt|var/lib|run/credentials)/(?=[a-z.])");
    private static final Pattern PORT = Pattern.compile("\\b(?:8443|9092|9093)\\b");
    private static final boolean FOREIGN_LINKER = Runtime.version().feature() >= 22;

    private final Path root;
    private final Map<String, Integer> ports = new HashMap<>();

    private Machine(Path root) {
        this.root = root;
    }

    /** With Wardkey's jars and command, and nothing configured. */
    static Machine in(Path root) throws IOException {
        Machine machine = new Machine(root);
        Path lib = Files.createDirectories(machine.path("/opt/wardkey/lib"));
        Path agent = Path.of(System.getProperty("wardkey.agent.target"));
        // Under the name that the distribution gives it.
        Files.copy(agent.resolve("wardkey-agent-" + version(agent) + ".jar"), lib.resolve("wardkey-agent.jar"));
        for (Path jar : list(agent.resolve("lib"))) {
            copy(jar, lib);
        }
        machine.command();
        return machine;
    }

    /** With what the first step of the first recipe makes: a configuration and a list of providers. */
    static Machine configured(Path root) throws IOException {
        Machine machine = in(root);
        Recipe first = Recipe.of("java-security");
        machine.write(first);
        machine.run(first.steps());
        return machine;
    }

    /** With the key of its second step, too. */
    static Machine prepared(Path root) throws IOException {
        Machine machine = configured(root);
        machine.run(Recipe.of("java-security").block("key"));
        return machine;
    }

    private static String version(Path target) throws IOException {
        List<String> versions = list(target).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.matches("wardkey-agent-[^-]+(-SNAPSHOT)?\\.jar"))
                .map(name -> name.substring("wardkey-agent-".length(), name.length() - ".jar".length()))
                .toList();
        assertThat(versions).as("the agent's jar in " + target).hasSize(1);
        return versions.get(0);
    }

    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    static void copy(Path file, Path folder) throws IOException {
        Files.copy(file, Files.createDirectories(folder).resolve(file.getFileName()));
    }

    /** The launcher builds what is not built; this is what it runs in the end. */
    private void command() throws IOException {
        String target = System.getProperty("wardkey.cli.target");
        String script = "#!/bin/sh\nexec \"$JAVA_HOME/bin/java\" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "
                + (FOREIGN_LINKER ? "--enable-native-access=ALL-UNNAMED " : "") + "-cp '" + target + "/*:" + target
                + "/lib/*' org.wardkey.sdk.cli.WardkeyCommand \"$@\"\n";
        Path file = Files.createDirectories(root.resolve("bin")).resolve("wardkey");
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Where a path of the recipes is. */
    Path path(String documented) {
        return root.resolve(documented.substring(1));
    }

    int port(int documented) {
        return ports.computeIfAbsent(String.valueOf(documented), any -> freePort());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A text of the recipes as it is on this machine. */
    String here(String text) {
        String placed =
                PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(root.toString() + place.group()));
        return PORT.matcher(placed).replaceAll(port -> String.valueOf(port(Integer.parseInt(port.group()))));
    }

    /** Writes the recipe's files. */
    void write(Recipe recipe) throws IOException {
        for (Recipe.Block block : recipe.files()) {
            write(block.title(), block.text());
        }
    }

    Path write(String documented, String text) throws IOException {
        Path file = path(documented);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, here(text));
    }

    /**
     * Runs a script to its end, which must be a good one.
     *
     * @return what it said
     */
    String run(String script) throws IOException {
        Outcome outcome = tryRun(script);
        assertThat(outcome.exitCode()).as(script + "\n" + outcome.output()).isZero();
        return outcome.output();
    }

    /** How a script ended, and what it said on both streams. */
    record Outcome(int exitCode, String output) {}

    Outcome tryRun(String script) throws IOException {
        String function = Recipe.of("java-security").block("keytool");
        Process process = bash("set -eu\n" + here(function + script)).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.onExit().join().exitValue(), output);
    }

    /**
     * Starts an application: the last command of the script becomes its process.
     *
     * @param command as it is in the recipe
     * @param environment what it gets besides
     */
    Server start(String command, Map<String, String> environment) throws IOException {
        ProcessBuilder bash = bash("exec " + here(command));
        environment.forEach((name, value) -> bash.environment().put(name, here(value)));
        return new Server(bash.start());
    }

    private ProcessBuilder bash(String script) {
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", script)
                .directory(root.toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = bash.environment();
        environment.keySet().removeIf(name -> name.startsWith("JAVA_") || name.startsWith("_JAVA"));
        environment.keySet().removeIf(name -> name.startsWith("JDK_") || name.equals("CLASSPATH"));
        String java = System.getProperty("java.home");
        environment.put("JAVA_HOME", java);
        environment.put("PATH", root.resolve("bin") + ":" + java + "/bin:" + System.getenv("PATH"));
        environment.put("LC_ALL", "C.UTF-8");
        return bash;
    }

    /** The certificate of a key of the token, as PEM. */
    String certificate(String alias) throws IOException {
        return certificate(alias, "");
    }

    /** The same, after what an administrator's shell is to know. */
    String certificate(String alias, String before) throws IOException {
        return run(before + "wardkey_keytool -exportcert -rfc -alias " + alias
                + " -storetype Wardkey -keystore NONE -storepass unused -providername Wardkey-local");
    }

    /** Waits until a server has told its home of itself. */
    void awaitStatus(Server server) throws IOException, InterruptedException {
        String namespace =
                Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().replaceAll("[^0-9]", "");
        server.awaitFile(path("/var/lib/wardkey/jvms/" + server.pid() + "-" + namespace + ".properties"));
    }

    /** What {@code wardkey doctor} says of a server, and how it exits. */
    Outcome doctor(Server server) throws IOException {
        return tryRun("wardkey doctor --pid " + server.pid() + " --config /etc/wardkey/wardkey.conf");
    }
}

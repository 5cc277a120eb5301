package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.administration.ProtectedJvm;

/** The JVMs of this host as {@code wardkey doctor} lists them. */
class DoctorHostIT {
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stop() {
        for (Process process : started) {
            process.destroyForcibly().onExit().join();
        }
    }

    private Process start(String how, Path config) throws IOException {
        return start(how, config, System.getProperty("java.class.path"));
    }

    private Process start(String how, Path argument, String classPath) throws IOException {
        return start(List.of(), how, argument, classPath);
    }

    private static List<String> java(List<String> under, String classPath, String... program) {
        List<String> command = new ArrayList<>(under);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                classPath));
        command.addAll(List.of(program));
        return command;
    }

    private Process start(List<String> under, String how, Path argument, String classPath) throws IOException {
        Process process = new ProcessBuilder(
                        java(under, classPath, HostProgram.class.getName(), how, argument.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        started.add(process);
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); !"ready".equals(line); line = lines.readLine()) {
            assertThat(line).as("what " + how + " says").isNotNull();
        }
        return process;
    }

    /** The file is written when the JVM has gone on for a moment, so that its first signature does not wait. */
    private static void awaitStatus(Path home, Process process) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (ProtectedJvm.list(home).stream().noneMatch(jvm -> jvm.pid() == process.pid())) {
            assertThat(System.nanoTime()).as("no status in " + home).isLessThan(deadline);
            assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private static int statuses(Path home) {
        try {
            return ProtectedJvm.list(home).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Cli.Result result, Process process) {
        return result.out()
                .lines()
                .filter(line -> line.startsWith("JVM " + process.pid() + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(process.pid() + " in " + result.out()));
    }

    @Test
    void doctor_severalJvms_saysWhichHaveWardkey() throws Exception {
        Path config = Cli.config();
        Process plain = start("plain", config);
        Process loaded = start("loaded", config);
        Process managed = start("managed", config);
        awaitStatus(Cli.home(config), managed);

        Cli.Result doctor = Cli.run("doctor", "--config", config.toString());

        assertThat(line(doctor, plain)).contains("unprotected", HostProgram.class.getName());
        assertThat(line(doctor, loaded)).contains(" loaded,", "wardkey-provider-");
        assertThat(line(doctor, managed)).contains(" protected,", "Wardkey is first, READY", config.toString());
        assertThat(Cli.run("doctor", "--json", "--config", config.toString()).out())
                .contains("\"pid\" : " + plain.pid(), "\"UNPROTECTED\"", "\"PROTECTED\"");
    }

    /** As with jars in WEB-INF/lib: the JVM does not find the provider there. */
    @Test
    void doctor_jarThatAnApplicationAloneHas_saysUnprotected(@TempDir Path application) throws Exception {
        Map<Boolean, List<String>> entries = Stream.of(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .collect(Collectors.partitioningBy(entry -> entry.contains("wardkey-provider-")));
        Path jar = Path.of(entries.get(true).get(0));
        Path copy = Files.copy(jar, application.resolve(jar.getFileName()));
        Process process = start("elsewhere", copy, String.join(File.pathSeparator, entries.get(false)));

        Cli.Result doctor = Cli.run("doctor", "--pid", String.valueOf(process.pid()));

        assertThat(line(doctor, process)).contains("unprotected", copy + " open", "not on its class path");
        assertThat(doctor.exit()).isEqualTo(ExitCodes.FINDINGS);
    }

    @Test
    void doctorPid_oneJvm_exitsByItsProtection() throws Exception {
        Path config = Cli.config();
        Process plain = start("plain", config);
        Process managed = start("managed", config);
        awaitStatus(Cli.home(config), managed);

        Cli.Result ofPlain = Cli.run("doctor", "--pid", String.valueOf(plain.pid()), "--config", config.toString());
        assertThat(ofPlain.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(ofPlain.out()).contains("unprotected").hasLineCount(1);
        Cli.Result ofManaged = Cli.run("doctor", "--pid", String.valueOf(managed.pid()), "--config", config.toString());
        assertThat(ofManaged.exit()).isEqualTo(ExitCodes.OK);
        assertThat(ofManaged.out()).contains("protected").hasLineCount(1);
        assertThat(Cli.run("doctor", "--pid", "1", "--config", config.toString())
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void status_jvmEndsOrIsKilled_isGoneOrNotBelieved() throws Exception {
        Path config = Cli.config();
        Process ending = start("managed", config);
        Process killed = start("managed", config);
        awaitStatus(Cli.home(config), ending);
        awaitStatus(Cli.home(config), killed);

        ending.getOutputStream().close();
        assertThat(ending.waitFor()).isZero();
        killed.destroyForcibly().onExit().join();

        assertThat(ProtectedJvm.list(Cli.home(config)))
                .singleElement()
                .satisfies(jvm -> assertThat(jvm.isAlive()).isFalse());
        Process next = start("managed", config);
        awaitStatus(Cli.home(config), next);
        try (Stream<Path> files = Files.list(Cli.home(config).resolve("jvms"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .singleElement()
                    .asString()
                    .startsWith(next.pid() + "-")
                    .endsWith(".properties");
        }
    }

    /** Each container has a process 1 of its own. Needs {@code unshare} with user namespaces, or root. */
    @Test
    void doctor_containersThatShareAHome_listsEach() throws Exception {
        Path config = Cli.config();
        List<String> container = List.of("unshare", "--map-root-user", "--pid", "--fork", "--kill-child");
        String classPath = System.getProperty("java.class.path");
        Process one = start(container, "managed", config, classPath);
        Process other = start(container, "managed", config, classPath);
        Cli.await(() -> statuses(Cli.home(config)) == 2);

        Cli.Result outside = Cli.run("doctor", "--config", config.toString());
        assertThat(outside.out().lines().filter(line -> line.contains(" protected, " + HostProgram.class.getName())))
                .as(outside.out())
                .hasSize(2)
                .noneMatch(line -> line.startsWith("JVM 1 "));

        Process doctor = new ProcessBuilder(java(
                        Stream.concat(container.stream(), Stream.of("--mount-proc"))
                                .toList(),
                        classPath,
                        WardkeyCommand.class.getName(),
                        "doctor",
                        "--config",
                        config.toString()))
                .redirectErrorStream(true)
                .start();
        started.add(doctor);
        List<String> inside = doctor.inputReader().lines().toList();
        assertThat(inside.stream().filter(line -> line.startsWith("JVM 1 ")))
                .as(inside.toString())
                .hasSize(2)
                .allMatch(line -> line.contains("elsewhere: in another container, which said at ")
                        && line.contains("Wardkey is first, READY"));
        assertThat(one.isAlive() && other.isAlive()).isTrue();
    }
}

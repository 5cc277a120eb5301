package org.wardkey.provider.installations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tomcat.md}, with the agent: one Tomcat for all tests. */
class TomcatIT {
    @TempDir
    private static Path folder;

    private static Machine machine;
    private static Tomcat tomcat;
    private static Server server;
    private static Tls client;
    private static Path war;

    @BeforeAll
    static void start() throws Exception {
        machine = Machine.prepared(folder);
        tomcat = Tomcat.on(machine);
        Path own = Clients.make(machine);
        machine.write(tomcat.recipe());
        machine.run(tomcat.recipe().steps());
        client = Tls.showing(own, machine.certificate("server"));
        war = tomcat.war(List.of(), folder.resolve("plain"));
        server = tomcat.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static void deploy(Path archive, String path) throws IOException {
        tomcat.manage(client, "deploy?path=/" + path + "&war=file:" + archive);
    }

    private static void undeploy(String path) throws IOException {
        tomcat.manage(client, "undeploy?path=/" + path);
    }

    private static Tls.Reply sign(String path, String query) throws IOException {
        return client.get(machine.port(8443), "/" + path + "/sign?" + query);
    }

    @Test
    void connector_clientWithAndWithoutCertificate_letsOneIn() throws Exception {
        assertThat(tomcat.manage(client, "serverinfo")).contains("Tomcat");

        Tls nobody = Tls.trusting(machine.certificate("server"));
        assertThatThrownBy(() -> nobody.get(machine.port(8443), "/")).isInstanceOf(IOException.class);

        machine.awaitStatus(server);
        Machine.Outcome doctor = machine.doctor(server);
        assertThat(doctor.output()).contains(" protected", "Wardkey is first, READY");
        assertThat(doctor.exitCode()).isZero();
    }

    @Test
    void application_deployedTenTimes_leavesNothing() throws Exception {
        cycle();
        List<String> files = openFiles();
        long handles = handles();
        assertThat(handles).isPositive();
        long threads = threads();

        for (int i = 0; i < 10; i++) {
            cycle();
        }

        awaitLeak("/signing", false);
        awaitNoMoreFiles(files);
        awaitHandles(handles);
        assertThat(threads()).isLessThanOrEqualTo(threads);
        // What looks for leaks finds one that is there.
        deploy(war, "leaking");
        assertThat(sign("leaking", "leak=true").body()).startsWith("signed ");
        undeploy("leaking");
        awaitLeak("/leaking", true);
    }

    private static void cycle() throws IOException {
        deploy(war, "signing");
        Tls.Reply reply = sign("signing", "");
        assertThat(reply.body()).startsWith("signed ");
        undeploy("signing");
    }

    /** Waits until Tomcat's own search, which collects garbage first, has the application among its findings, or not. */
    private static void awaitLeak(String application, boolean expected) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        String answer = tomcat.manage(client, "findleaks?statusLine=true");
        while (answer.lines().anyMatch(application::equals) != expected) {
            assertThat(System.nanoTime()).as(answer).isLessThan(deadline);
            answer = tomcat.manage(client, "findleaks?statusLine=true");
        }
    }

    /** Waits until no file is open that was not before. */
    private static void awaitNoMoreFiles(List<String> before) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        List<String> more = more(before);
        while (!more.isEmpty()) {
            assertThat(System.nanoTime()).as("left open: " + more).isLessThan(deadline);
            tomcat.manage(client, "serverinfo");
            more = more(before);
        }
    }

    private static List<String> more(List<String> before) throws IOException {
        List<String> more = new ArrayList<>(openFiles());
        before.forEach(more::remove);
        return more;
    }

    /** Without sockets, which come and go with this test's own questions. */
    private static List<String> openFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(server.pid()), "fd"))) {
            return open.map(TomcatIT::target)
                    .flatMap(Optional::stream)
                    .filter(target -> !target.startsWith("socket:"))
                    .toList();
        }
    }

    private static Optional<String> target(Path descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException e) {
            // Closed meanwhile.
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of keys that are garbage, such as of clients' certificates, go when the next such key comes. */
    private static void awaitHandles(long most) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (handles() > most) {
            assertThat(System.nanoTime()).as("more native handles than " + most).isLessThan(deadline);
            tomcat.manage(client, "serverinfo");
        }
    }

    /** What is left of native handles when garbage was collected. */
    private static long handles() throws IOException {
        return machine.run("jcmd " + server.pid() + " GC.class_histogram")
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length > 3 && columns[3].equals("org.wardkey.nativebridge.NativeHandle"))
                .mapToLong(columns -> Long.parseLong(columns[1]))
                .sum();
    }

    private static long threads() throws IOException {
        return machine.run("jcmd " + server.pid() + " Thread.print")
                .lines()
                .filter(line -> line.startsWith("\"wardkey"))
                .count();
    }

    @Test
    void twoConfigurations_ofOneHome_areRefused() throws Exception {
        machine.write(
                "/etc/wardkey/second.conf",
                Files.readString(machine.path("/etc/wardkey/wardkey.conf")).replace("policy = nist-sp800-57", ""));
        deploy(war, "second");
        try {
            Tls.Reply reply = sign("second", "configuration=" + machine.path("/etc/wardkey/second.conf"));

            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.body()).contains("WK-C001", "second.conf", "wardkey.conf", "a home of its own");
            assertThat(sign("second", "").body()).startsWith("signed ");
        } finally {
            undeploy("second");
        }
    }

    @Test
    void twoConfigurations_ofTwoHomes_areKeptApart() throws Exception {
        machine.write(
                "/etc/wardkey/third.conf",
                Files.readString(machine.path("/etc/wardkey/wardkey.conf"))
                        .replace("lib/wardkey", "lib/wardkey-third"));
        machine.run("wardkey keys generate server --type EC --maximum-operations 1 --config /etc/wardkey/third.conf");
        String query = "configuration=" + machine.path("/etc/wardkey/third.conf");
        deploy(war, "third");
        try {
            assertThat(sign("third", query).body()).startsWith("signed ");
            // Its own key is used up; the other's of the same name is not.
            assertThat(sign("third", query).body()).contains("WK-K");
            assertThat(sign("third", "").body()).startsWith("signed ");
        } finally {
            undeploy("third");
        }
    }

    @Test
    void applicationWithACopyOfItsOwn_isRefusedTheHome() throws Exception {
        List<Path> jars = Machine.list(machine.path("/opt/wardkey/lib"));
        Path withJars = tomcat.war(jars, folder.resolve("own"));
        deploy(withJars, "own");
        try {
            Tls.Reply reply = sign("own", "own=true&configuration=" + machine.path("/etc/wardkey/wardkey.conf"));

            assertThat(reply.body()).contains("WK-C001", "Another copy of Wardkey");
            assertThat(sign("own", "").body()).startsWith("signed ");
            assertThat(machine.doctor(server).exitCode()).isZero();
        } finally {
            undeploy("own");
        }
    }

    /** The home of its own stays open, with the classes that opened it. */
    @Test
    void applicationWithACopyAndAHomeOfItsOwn_isRefusedWhenItIsDeployedAgain() throws Exception {
        machine.write(
                "/etc/wardkey/fourth.conf",
                Files.readString(machine.path("/etc/wardkey/wardkey.conf"))
                        .replace("lib/wardkey", "lib/wardkey-fourth"));
        machine.run("wardkey keys generate server --type EC --config /etc/wardkey/fourth.conf");
        List<Path> jars = Machine.list(machine.path("/opt/wardkey/lib"));
        Path withJars = tomcat.war(jars, folder.resolve("again"));
        String query = "own=true&configuration=" + machine.path("/etc/wardkey/fourth.conf");
        deploy(withJars, "again");
        assertThat(sign("again", query).body()).startsWith("signed ");
        undeploy("again");
        awaitLeak("/again", true);

        deploy(withJars, "again");
        try {
            assertThat(sign("again", query).body()).contains("WK-C001", "Another copy of Wardkey");
        } finally {
            undeploy("again");
        }
    }
}

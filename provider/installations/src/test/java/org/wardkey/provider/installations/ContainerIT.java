package org.wardkey.provider.installations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code container.md}: its layout and entry point in a name space of their own, as {@code docker run --read-only} has them.
 * Needs {@code unshare} with user namespaces, or root.
 */
class ContainerIT {
    private static final Pattern ENTRY_POINT = Pattern.compile("(?s)ENTRYPOINT \\[(.*?)]");

    @TempDir
    private Path folder;

    private static String entryPoint(Recipe recipe) {
        Matcher found = ENTRY_POINT.matcher(recipe.block("Dockerfile"));
        assertThat(found.find()).as("ENTRYPOINT").isTrue();
        return Pattern.compile("\"([^\"]+)\"")
                .matcher(found.group(1))
                .results()
                .map(word -> word.group(1))
                .collect(Collectors.joining(" "));
    }

    /** Read-only but for the home, nothing can be executed from the temporary folder, no capabilities. */
    private static String confined(String command) {
        String script = String.join(
                " && ",
                "mount --bind /opt/. /opt/.",
                "mount -o remount,bind,ro /opt/.",
                "mount --bind /etc/. /etc/.",
                "mount -o remount,bind,ro /etc/.",
                "mount -t tmpfs -o noexec,nosuid,nodev tmpfs /opt/../tmp",
                "exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs " + command);
        return "unshare --mount --map-root-user bash -c '" + script + "'";
    }

    @Test
    void entryPoint_readOnlyRoot_servesHttpsWithTheKeyOfTheVolume() throws Exception {
        Machine machine = Machine.prepared(folder);
        Applications.httpsHello(machine);
        Files.createDirectories(machine.path("/tmp"));
        Recipe recipe = Recipe.of("container");
        String certificate = machine.certificate("server");
        Map<String, String> temporary = Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + machine.path("/tmp"));

        try (Server server =
                machine.start(confined(entryPoint(recipe)), temporary).await("listening")) {
            Tls.Reply reply = Tls.trusting(certificate).get(machine.port(8443), "/");

            assertThat(reply.body()).isEqualTo("hello");
            machine.awaitStatus(server);
            assertThat(machine.doctor(server).output()).contains(" protected", "Wardkey is first, READY");
        }
        // It was as read-only as it should be.
        assertThat(machine.tryRun(confined("touch /opt/app/file")).output()).contains("Read-only file system");
        assertThat(machine.tryRun(confined("touch /etc/wardkey/file")).output()).contains("Read-only file system");
    }

    @Test
    void entryPoint_configurationNotUsable_doesNotRun() throws Exception {
        Machine machine = Machine.in(folder);
        Applications.httpsHello(machine);
        machine.write("/etc/wardkey/wardkey.conf", "wardkey { colour = blue }\n");

        try (Server server = machine.start(entryPoint(Recipe.of("container")), Map.of())) {
            assertThat(server.awaitEnd()).isEqualTo(3);
            assertThat(server.output()).contains("WK-C001", "this JVM does not run");
        }
    }
}

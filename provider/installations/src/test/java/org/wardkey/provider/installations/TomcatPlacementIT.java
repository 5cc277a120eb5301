package org.wardkey.provider.installations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tomcat.md}, with the line in {@code java.security}: where Wardkey's jars are found, and where not. */
class TomcatPlacementIT {
    @TempDir
    private static Path folder;

    private static Machine machine;
    private static Tomcat tomcat;

    @BeforeAll
    static void prepare() throws Exception {
        machine = Machine.prepared(folder);
        tomcat = Tomcat.on(machine);
    }

    @Test
    void jars_onTheClassPath_areFound() throws Exception {
        Path own = Clients.make(machine);
        machine.run(tomcat.recipe().steps());
        tomcat.setenv(tomcat.recipe().block("setenv.sh with java.security"));
        try (Server server = tomcat.start()) {
            Tls client = Tls.showing(own, machine.certificate("server"));

            assertThat(tomcat.manage(client, "serverinfo")).contains("Tomcat");

            machine.awaitStatus(server);
            assertThat(machine.doctor(server).output()).contains(" protected", "Wardkey is first, READY");
        }
    }

    @Test
    void jars_inWebInfLibAndTomcatsLib_areNotFound() throws Exception {
        List<Path> jars = Machine.list(machine.path("/opt/wardkey/lib"));
        Path application = tomcat.war(jars, folder.resolve("own"));
        Files.move(application, machine.path("/opt/tomcat/webapps/ROOT.war"));
        for (Path jar : jars) {
            Machine.copy(jar, machine.path("/opt/tomcat/lib"));
        }
        String line = tomcat.recipe().block("setenv.sh with java.security").replaceAll("CLASSPATH=.*", "");
        assertThat(line).doesNotContain("CLASSPATH").contains("java.security.properties");
        tomcat.setenv(line);
        try (Server server = tomcat.start()) {
            assertThat(server.output()).contains("Wardkey not found");
            Machine.Outcome doctor = machine.doctor(server);
            assertThat(doctor.output()).contains(" unprotected", "not on its class path");
            assertThat(doctor.exitCode()).isEqualTo(1);
        }
    }
}

package org.wardkey.provider.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the agent an application has Wardkey, or does not start; however the application is packed. */
class AgentIT {
    @TempDir
    private Path folder;

    private Installation installation;
    private Path config;

    @BeforeEach
    void install() throws IOException {
        installation = Installation.in(folder.resolve("wardkey"));
        config = Files.writeString(folder.resolve("wardkey.conf"), "wardkey {\n  home = home\n}\n");
    }

    private ProgramRun run(Path jar, String argument, String... options) throws IOException {
        return ProgramRun.of(
                Stream.concat(Stream.of("-javaagent:" + installation.agent() + argument), Stream.of(options)), jar);
    }

    @Test
    void agent_plainJar_putsWardkeyFirst() throws IOException {
        ProgramRun run = run(Packaging.plainJar(folder), "=" + config);

        run.expect("loader AppClassLoader", "first Wardkey", "signed by Wardkey true", "keys 0", "tls SunJSSE");
    }

    @Test
    void agent_executableJarOfSpringBoot_putsWardkeyFirst() throws IOException {
        ProgramRun run = run(Packaging.springBootJar(folder, List.of()), "=" + config);

        run.expect("loader LaunchedClassLoader", "first Wardkey", "signed by Wardkey true", "keys 0", "tls SunJSSE");
    }

    @Test
    void agent_springBootJarThatHoldsWardkeyToo_putsTheAgentsFirst() throws IOException {
        ProgramRun run = run(Packaging.springBootJar(folder, installation.jars()), "=" + config);

        run.expect("loader LaunchedClassLoader", "first Wardkey", "signed by Wardkey true", "keys 0", "tls SunJSSE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",strict"})
    void agent_lineInJavaSecurityToo_isReplaced(String strict) throws IOException {
        Path other = Files.writeString(folder.resolve("other.conf"), "not a configuration");
        Path security = Packaging.securityLine(folder, "Wardkey " + other);
        ProgramRun run =
                run(Packaging.plainJar(folder), "=" + config + strict, "-Djava.security.properties=" + security);

        run.expect("loader AppClassLoader", "first Wardkey", "signed by Wardkey true", "keys 0", "tls SunJSSE");
    }

    /** Why there is an agent: the line finds nothing in there, and only the name of the TLS managers tells. */
    @Test
    void line_executableJarOfSpringBoot_hasNoWardkeyAndNoTls() throws IOException {
        Path security = Packaging.securityLine(folder, "Wardkey " + config);
        Files.write(
                security,
                List.of("ssl.KeyManagerFactory.algorithm=WardkeyPKIX", "ssl.TrustManagerFactory.algorithm=WardkeyPKIX"),
                StandardOpenOption.APPEND);
        ProgramRun run = ProgramRun.of(
                Stream.of("-Djava.security.properties=" + security),
                Packaging.springBootJar(folder, installation.jars()));

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
        assertThat(run.lines())
                .as(run.toString())
                .contains("signed by SunEC true", "keys none")
                .noneMatch(line -> line.startsWith("first Wardkey") || line.startsWith("tls"))
                .anyMatch(line -> line.contains("WardkeyPKIX"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wardkey-provider-", "wardkey-native-bridge-", "config-", "sqlite-jdbc-"})
    void agent_jarMissing_keepsTheJvmFromRunning(String jar) throws IOException {
        installation.lose(jar);
        ProgramRun run = run(Packaging.plainJar(folder), "=" + config);

        run.expectRefusal("Wardkey: this JVM does not run", "in one folder");
    }

    @Test
    void agent_unusableConfiguration_locksManagedKeys() throws IOException {
        Files.writeString(config, "wardkey {\n  home = home\n  colour = blue\n}\n");
        ProgramRun run = run(Packaging.plainJar(folder), "=" + config);

        run.expect("loader AppClassLoader", "first Wardkey", "signed by Wardkey true", "keys WK-C001", "tls SunJSSE");
    }

    @Test
    void strictAgent_unusableConfiguration_keepsTheJvmFromRunning() throws IOException {
        Files.writeString(config, "wardkey {\n  home = home\n  colour = blue\n}\n");
        run(Packaging.plainJar(folder), "=" + config + ",strict").expectRefusal("WK-C001", "wardkey.conf: 3");

        Files.delete(config);
        run(Packaging.plainJar(folder), "=" + config + ",strict").expectRefusal("WK-C001", config.toString());
    }

    @Test
    void strictAgent_unreadableConfiguration_keepsTheJvmFromRunning() throws IOException {
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("---------"));
        ProgramRun run = ProgramRun.unprivileged(
                Stream.of("-javaagent:" + installation.agent() + "=" + config + ",strict"), Packaging.plainJar(folder));

        run.expectRefusal("WK-C001", config.toString());
    }

    @Test
    void strictAgent_usableConfiguration_runs() throws IOException {
        ProgramRun run = run(Packaging.springBootJar(folder, List.of()), "=" + config + ",strict");

        run.expect("loader LaunchedClassLoader", "first Wardkey", "signed by Wardkey true", "keys 0", "tls SunJSSE");
    }

    /** That the module is asked for at all shows that the JVM was told of the mode. */
    @Test
    void agent_modeFips_tellsTheJvm() throws IOException {
        Files.writeString(config, "wardkey {\n  home = home\n  mode = fips\n}\n");

        run(Packaging.plainJar(folder), "=" + config).expectRefusal("WK-M001", "fips/bc-fips-2.1.3.jar");
    }
}

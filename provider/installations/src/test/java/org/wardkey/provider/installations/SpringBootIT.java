package org.wardkey.provider.installations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code spring-boot.md}: from a {@code server.p12} to a key in the token. */
class SpringBootIT {
    @TempDir
    private static Path folder;

    private static Machine machine;
    private static Recipe recipe;
    private static Tls client;
    private static Tls nobody;

    @BeforeAll
    static void prepare() throws Exception {
        machine = Machine.configured(folder);
        recipe = Recipe.of("spring-boot");
        Path own = Clients.make(machine);
        String store = " -keystore /etc/app/server.p12 -storetype PKCS12 -storepass changeit";
        machine.run("mkdir -p /etc/app\ncp /etc/wardkey/clients.pem /etc/app\n"
                + "keytool -genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=localhost"
                + " -ext san=dns:localhost" + store);
        String certificate = machine.run("keytool -exportcert -rfc -alias server" + store);
        machine.run(recipe.steps() + "\nrm /etc/app/server.p12");
        client = Tls.showing(own, certificate);
        nobody = Tls.trusting(certificate);
    }

    @ParameterizedTest
    @CsvSource({"3, /opt/app/application.yaml", "4, /opt/app/application.yaml", "4, server.ssl"})
    void executableJar_keyOfTheToken_servesMutualTls(int version, String configuration) throws Exception {
        pack(Path.of(System.getProperty("wardkey.installations"), "spring-boot-" + version, "target", "lib"));
        machine.write(
                "/opt/app/application.yaml",
                recipe.block(configuration).replace("server:\n  port", "server:\n  address: 127.0.0.1\n  port"));
        try (Server server = machine.start(recipe.block("start"), Map.of()).await("Started PumpApplication")) {
            Tls.Reply reply = client.get(machine.port(8443), "/");

            assertThat(reply.body()).startsWith("hello CN=client on ");
            boolean virtual =
                    configuration.endsWith(".yaml") && Runtime.version().feature() >= 21;
            assertThat(reply.body().contains("VirtualThread")).isEqualTo(virtual);
            assertThatThrownBy(() -> nobody.get(machine.port(8443), "/")).isInstanceOf(IOException.class);
            machine.awaitStatus(server);
            Machine.Outcome doctor = machine.doctor(server);
            assertThat(doctor.output()).contains(" protected", "Wardkey is first, READY");
            assertThat(doctor.exitCode()).isZero();
        }
    }

    /** As Spring Boot's build plugins do: its loader in the open, the rest as it is in BOOT-INF. */
    private static void pack(Path libraries) throws IOException {
        Path content = Files.createTempDirectory(folder, "boot");
        Applications.compile("spring-boot", content.resolve("BOOT-INF/classes"), Machine.list(libraries));
        Path jar = Files.createDirectories(machine.path("/opt/app")).resolve("app.jar");
        Files.deleteIfExists(jar);
        for (Path library : Machine.list(libraries)) {
            if (library.getFileName().toString().startsWith("spring-boot-loader-")) {
                Files.copy(library, jar);
            } else {
                Machine.copy(library, content.resolve("BOOT-INF/lib"));
            }
        }
        Path manifest = Files.writeString(content.resolveSibling(content.getFileName() + ".MF"), """
                Main-Class: org.springframework.boot.loader.launch.JarLauncher
                Start-Class: com.example.PumpApplication
                Spring-Boot-Classes: BOOT-INF/classes/
                Spring-Boot-Lib: BOOT-INF/lib/
                """);
        // Nested jars are read in place, so nothing is compressed.
        Applications.tool(
                "jar",
                Stream.of("--update", "--no-compress", "--file", jar, "--manifest", manifest, "-C", content, ".")
                        .map(Object::toString));
    }
}

package org.wardkey.provider.installations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code java-security.md}. */
class JavaSecurityIT {
    @TempDir
    private static Path folder;

    private static Machine machine;
    private static Recipe recipe;

    @BeforeAll
    static void prepare() throws Exception {
        machine = Machine.prepared(folder);
        recipe = Recipe.of("java-security");
    }

    @Test
    void server_keyOfTheToken_servesHttps() throws Exception {
        try (Server server = machine.start(recipe.block("start"), Map.of()).await("listening")) {
            Tls client = Tls.trusting(machine.certificate("server"));

            Tls.Reply reply = client.get(machine.port(8443), "/");

            assertThat(reply.body()).isEqualTo("hello");
            machine.awaitStatus(server);
            assertThat(machine.run("SERVER_PID=" + server.pid() + "\n" + recipe.block("look")))
                    .contains(" protected", "Wardkey is first, READY");
        }
    }

    @Test
    void server_withoutTheJars_hasNoTls() throws Exception {
        String command = recipe.block("start").replace("/opt/wardkey/lib/*", "/opt/app");
        try (Server server = machine.start(command, Map.of())) {
            assertThat(server.awaitEnd()).isEqualTo(1);
            assertThat(server.output()).contains("Wardkey not found").doesNotContain("listening");
        }
        String withoutStore = command.replaceAll("-Djavax\\S+", "");
        assertThat(withoutStore).doesNotContain("keyStore");
        try (Server server = machine.start(withoutStore, Map.of())) {
            assertThat(server.awaitEnd()).isEqualTo(1);
            assertThat(server.output()).contains("WardkeyPKIX").doesNotContain("listening");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void importkeystore_ofAFile_bringsTheKeyIntoTheToken(String type) throws Exception {
        String alias = type.toLowerCase(java.util.Locale.ROOT);
        machine.run("rm -f server.p12\nkeytool -genkeypair -alias " + alias + " -keyalg RSA -keysize 3072"
                + " -dname CN=localhost -keystore server.p12 -storetype " + type
                + " -storepass changeit -keypass changeit");

        machine.run(recipe.block("import"));

        assertThat(machine.run("wardkey keys show " + alias + " --config /etc/wardkey/wardkey.conf"))
                .contains("RSA, 3072 bits", "elsewhere: imported");
    }
}

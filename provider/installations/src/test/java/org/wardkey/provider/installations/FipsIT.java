package org.wardkey.provider.installations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fips.md}. */
class FipsIT {
    @TempDir
    private static Path folder;

    private static Machine machine;
    private static Recipe recipe;
    private static Recipe first;

    @BeforeAll
    static void prepare() throws Exception {
        machine = Machine.in(folder);
        recipe = Recipe.of("fips");
        first = Recipe.of("java-security");
        machine.write(first);
        Path module = Path.of(System.getProperty("wardkey.fips.module"));
        machine.run("ln -s '" + module + "' bc-fips-2.1.3.jar\n" + recipe.block("module"));
        machine.write(recipe);
        machine.run(recipe.steps());
        machine.run(first.block("key"));
    }

    @Test
    void server_approvedOnly_servesHttpsWithTheModule() throws Exception {
        try (Server server = machine.start(first.block("start"), Map.of()).await("listening")) {
            for (String protocol : new String[] {"TLSv1.3", "TLSv1.2"}) {
                Tls client = Tls.trusting(machine.certificate("server"), protocol);

                Tls.Reply reply = client.get(machine.port(8443), "/");

                assertThat(reply.body()).as(protocol).isEqualTo("hello");
            }
            machine.awaitStatus(server);
            assertThat(machine.tryRun(recipe.block("look")).output())
                    .contains("engine bcfips", "SIGN  ECDSA with SHA-256  bcfips  approved")
                    .doesNotContain("engine jdk", "DENIED", "FAILED");
        }
    }

    @Test
    void importkeystore_ofBcfks_bringsTheKeyIntoTheToken() throws Exception {
        machine.run(
                "keytool -genkeypair -alias old -keyalg EC -groupname secp384r1 -dname CN=localhost -keystore old.p12 -storetype PKCS12"
                        + " -storepass 'changeit, please'");
        machine.run("wardkey_keytool -importkeystore -noprompt -srckeystore old.p12 -srcstoretype PKCS12"
                + " -srcstorepass 'changeit, please' -destkeystore server.bcfks -deststoretype BCFKS"
                + " -deststorepass 'changeit, please'");
        assertThat(machine.path("/server.bcfks")).matches(Files::exists);

        machine.run(recipe.block("import"));

        assertThat(machine.run("wardkey keys show old --config /etc/wardkey/wardkey.conf"))
                .contains("EC_P384, 384 bits", "elsewhere: imported");
    }
}

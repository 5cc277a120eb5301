package org.wardkey.provider.installations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jetty.md}. */
class JettyIT {
    @TempDir
    private Path folder;

    @Test
    void connector_clientWithAndWithoutCertificate_letsOneIn() throws Exception {
        Machine machine = Machine.prepared(folder);
        Recipe recipe = Recipe.of("jetty");
        Path own = Clients.make(machine);
        machine.write(recipe);
        Path ini = machine.path("/opt/jetty-base/start.d/https.ini");
        Files.writeString(ini, Files.readString(ini) + "jetty.ssl.host=127.0.0.1\n");
        machine.run("cp -r " + System.getProperty("wardkey.jetty") + " /opt/jetty-home\n" + recipe.steps());
        String certificate = machine.certificate("server");
        try (Server server = machine.start(recipe.block("start"), Map.of()).await("oejs.Server:main: Started")) {
            Tls.Reply reply = Tls.showing(own, certificate).get(machine.port(8443), "/");

            // There is no application: the answer is Jetty's own.
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.body()).contains("Jetty");
            Tls nobody = Tls.trusting(certificate);
            assertThatThrownBy(() -> nobody.get(machine.port(8443), "/")).isInstanceOf(IOException.class);
            machine.awaitStatus(server);
            assertThat(machine.doctor(server).output()).contains(" protected", "Wardkey is first, READY");
        }
    }
}

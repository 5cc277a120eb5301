package org.wardkey.provider.installations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code systemd.md}: what systemd says of the unit, and its command with the credential where systemd puts it. */
class SystemdIT {
    private static final String UNIT = "/etc/systemd/system/app.service";

    @TempDir
    private Path folder;

    @Test
    void unit_withItsCredential_servesHttpsWithAKeyUnderAPassword() throws Exception {
        Machine machine = Machine.in(folder);
        Recipe recipe = Recipe.of("systemd");
        Applications.httpsHello(machine);
        machine.write(recipe);
        machine.run(recipe.steps());
        String java = System.getProperty("java.home") + "/bin/java";
        Path unit = machine.path(UNIT);
        Files.writeString(unit, Files.readString(unit).replace("/usr/bin/java", java));

        assertThat(machine.run(recipe.block("check"))).contains("Overall exposure level for app.service");

        Matcher command = Pattern.compile("(?s)ExecStart=(.*?[^\\\\])\n")
                .matcher(recipe.block(UNIT).replace("/usr/bin/java", java));
        assertThat(command.find()).isTrue();
        try (Server server = machine.start(command.group(1), Map.of())) {
            // Without the credential the token stays shut.
            assertThat(server.awaitEnd()).isEqualTo(1);
            assertThat(server.output()).contains("WK-S007", "wardkey-password", "CREDENTIALS_DIRECTORY");
        }
        Path credentials = machine.path("/run/credentials/app.service");
        Files.createDirectories(credentials);
        Files.copy(machine.path("/etc/wardkey/credentials/wardkey-password"), credentials.resolve("wardkey-password"));
        Map<String, String> environment = Map.of("CREDENTIALS_DIRECTORY", credentials.toString());
        try (Server server = machine.start(command.group(1), environment).await("listening")) {
            Tls client = Tls.trusting(
                    machine.certificate("server", "export CREDENTIALS_DIRECTORY=/etc/wardkey/credentials\n"));

            assertThat(client.get(machine.port(8443), "/").body()).isEqualTo("hello");
            machine.awaitStatus(server);
            assertThat(machine.doctor(server).output()).contains(" protected", "Wardkey is first, READY");
        }
    }
}

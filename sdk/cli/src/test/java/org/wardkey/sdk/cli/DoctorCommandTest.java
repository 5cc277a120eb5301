package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {
    private static Set<String> fields(String json) throws IOException {
        Set<String> fields = new HashSet<>();
        try (JsonParser parser = Json.factory().createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentName() != null) {
                    fields.add(parser.currentName());
                }
            }
        }
        return fields;
    }

    @Test
    void json_notRegistered_isWellFormedAndNamesTheHole() throws IOException {
        Cli.Result result = Cli.run("doctor", "--json", "--config", Cli.config().toString());
        assertThat(result.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(fields(result.out()))
                .contains(
                        "jvm",
                        "providers",
                        "position",
                        "state",
                        "configuration",
                        "home",
                        "engines",
                        "libcrypto",
                        "linker",
                        "nativeAccess",
                        "selfTests",
                        "holes");
        assertThat(result.out()).contains("\"WK-D001\"", "\"READY\"");
    }

    @Test
    void doctor_anyConfiguration_makesNoHome() throws IOException {
        Path config = Cli.config();
        Cli.run("doctor", "--config", config.toString());
        assertThat(Cli.home(config)).doesNotExist();
    }

    @Test
    void doctor_keyFileOpenToOthers_saysSo() throws IOException {
        Path config = Cli.config();
        Cli.run("keys", "generate", "pump", "--type", "ec", "--config", config.toString());
        assertThat(Cli.run("doctor", "--config", config.toString()).out()).doesNotContain("WK-D007");
        Files.setPosixFilePermissions(
                Cli.home(config).resolve("local.key"), PosixFilePermissions.fromString("rw-r--r--"));
        Cli.Result result = Cli.run("doctor", "--config", config.toString());
        assertThat(result.out()).contains("WK-D007", "local.key");
    }

    @Test
    void doctor_wrongConfiguration_isLocked() throws IOException {
        Path config = Cli.config("local { kind = software }");
        Cli.Result result = Cli.run("doctor", "--config", config.toString());
        assertThat(result.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(result.out()).contains("LOCKED", "WK-D003", "WK-C001");
    }
}

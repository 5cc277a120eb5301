package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    @Test
    void doctor_noHome_hasNothingToSayOfIt() throws IOException {
        Path config = Cli.config();
        assertThat(Cli.run("doctor", "--json", "--config", config.toString()).out())
                .contains("\"time\" : null", "\"auditLog\" : null", "\"warnings\" : [ ]");
        Files.createDirectory(Cli.home(config));
        Cli.run("doctor", "--config", config.toString());
        assertThat(Cli.home(config)).isEmptyDirectory();
    }

    @Test
    void doctor_openHome_saysTimeLogAndWarnings() throws Exception {
        Path config = Cli.config();
        Cli.run("keys", "generate", "pump", "--type", "ec", "--config", config.toString());
        Cli.sql(config, "INSERT INTO warning SELECT id, 'OPERATIONS', 80, '2026-11-01T00:00:00Z' FROM key");
        Cli.sql(config, "INSERT INTO warning SELECT id, 'ORIGINATION', 30, '2026-11-02T00:00:00Z' FROM key");
        String text = Cli.run("doctor", "--config", config.toString()).out();
        assertThat(text)
                .containsPattern("time +TRUSTED, 2")
                .containsPattern("audit log +0001 AVAILABLE")
                .containsPattern("warning +local:pump: operations used to 80 percent, since 2026-11-01T00:00:00Z")
                .containsPattern("warning +local:pump: origination ends within 30 days, since 2026-11-02T00:00:00Z")
                .doesNotContain("WK-D010", "WK-D011", "WK-D012");
        assertThat(Cli.run("doctor", "--json", "--config", config.toString()).out())
                .contains("\"state\" : \"TRUSTED\"", "\"state\" : \"AVAILABLE\"", "\"kind\" : \"OPERATIONS\"")
                .contains("\"threshold\" : 80", "\"warningsUnknown\" : null");
    }

    @Test
    void doctor_clockBehind_isAHole() throws Exception {
        Path config = TimeCommandTest.configBehind();
        Cli.Result result = Cli.run("doctor", "--config", config.toString());
        assertThat(result.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(result.out()).contains("WK-D011", "has seen already", "wardkey time repair");
    }

    @Test
    void doctor_homeThatDoesNotOpen_isAHole() throws IOException {
        Path config = Cli.config();
        Files.createDirectory(Cli.home(config));
        Files.writeString(Cli.home(config).resolve("wardkey.db"), "This is no database; it is longer than a header.");
        Cli.Result result = Cli.run("doctor", "--config", config.toString());
        assertThat(result.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(result.out()).contains("WK-D010", "WK-S00");
    }

    /** In a process of its own: in this one the token is open. */
    @Test
    void doctor_passwordToken_asksNobodyAndSaysWhatItDoesNotKnow() throws Exception {
        Path config = Cli.config("vault { type = software, protector = password }");
        Path password = Files.writeString(config.resolveSibling("password"), "correct horse\n");
        Cli.run(
                "keys",
                "generate",
                "pump",
                "--type",
                "ec",
                "--password-file",
                password.toString(),
                "--config",
                config.toString());
        Cli.sql(config, "INSERT INTO warning SELECT id, 'OPERATIONS', 80, '2026-11-01T00:00:00Z' FROM key");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WardkeyCommand.class.getName(),
                        "doctor",
                        "--config",
                        config.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(output).isEqualTo(ExitCodes.FINDINGS);
        assertThat(output)
                .containsPattern("time +TRUSTED")
                .containsPattern("warnings +not known: A token does not open without a password")
                .doesNotContain("Password:", "WK-D010");
    }
}

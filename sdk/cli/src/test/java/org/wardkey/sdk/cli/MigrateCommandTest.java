package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateCommandTest {
    private static final String SETTINGS =
            "ssl.keystore.location=/etc/kafka/server.p12\nssl.keystore.password=s3cret\n";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeSettings() throws IOException {
        file = Files.writeString(folder.resolve("server.properties"), SETTINGS);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    private Path backup() {
        return folder.resolve("server.properties.before-wardkey");
    }

    @Test
    void plan_file_showsAndChangesNothing() throws IOException {
        Cli.Result result = Cli.run("migrate", "plan", file.toString());
        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCodes.OK);
        assertThat(result.out())
                .contains("server.properties: Kafka", "- ssl.keystore.password=********", "+ ssl.keystore.type=Wardkey")
                .contains("-importkeystore -srckeystore /etc/kafka/server.p12", "wardkey doctor --pid")
                .doesNotContain("s3cret");
        assertThat(file).hasContent(SETTINGS);
        assertThat(backup()).doesNotExist();
        assertThat(Cli.run("migrate", "plan", file.toString(), "--json").out())
                .contains("\"kind\" : \"Kafka\"")
                .doesNotContain("s3cret");
    }

    @Test
    void apply_file_changesItAndKeepsItAsItWas() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.properties"), file);
        Cli.Result result = Cli.run("migrate", "apply", link.toString());
        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCodes.OK);
        assertThat(result.out()).contains("as it was: " + backup().toRealPath()).doesNotContain("s3cret");
        assertThat(backup()).hasContent(SETTINGS);
        assertThat(link).isSymbolicLink();
        assertThat(file)
                .content()
                .contains(
                        "ssl.keystore.location=/dev/null", "ssl.keystore.type=Wardkey", "ssl.keystore.password=unused");
        for (Path one : new Path[] {file, backup()}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                    .isEqualTo("rw-r-----");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }

        Cli.Result again = Cli.run("migrate", "apply", file.toString());
        assertThat(again.exit()).isEqualTo(ExitCodes.OK);
        assertThat(again.out()).contains("is Wardkey's already");
        assertThat(backup()).hasContent(SETTINGS);
    }

    @Test
    void apply_backupOfOneThere_changesNoFile() throws IOException {
        Path other = Files.writeString(folder.resolve("other.properties"), SETTINGS);
        Files.writeString(backup(), "kept by somebody");
        Cli.Result result = Cli.run("migrate", "apply", other.toString(), file.toString());
        assertThat(result.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.err()).contains("WK-U001", "before-wardkey exists");
        assertThat(other).hasContent(SETTINGS);
        assertThat(file).hasContent(SETTINGS);
        assertThat(backup()).hasContent("kept by somebody");
    }

    @Test
    void plan_nothingKnown_saysWhatIs() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "nothing");
        Cli.Result result = Cli.run("migrate", "plan", notes.toString());
        assertThat(result.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(result.out()).contains("expected settings of Tomcat, Spring Boot or Kafka");
        assertThat(Cli.run("migrate", "plan", folder.resolve("missing").toString())
                        .err())
                .contains("WK-U001");
    }
}

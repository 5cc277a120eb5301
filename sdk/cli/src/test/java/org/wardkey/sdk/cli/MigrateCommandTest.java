package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateCommandTest {
    private static final String SETTINGS =
            "ssl.keystore.location=/etc/kafka/server.p12\nssl.keystore.password=s3cret\nssl.keystore.type=PKCS12\n";

    @TempDir
    private Path folder;

    @Test
    void plan_file_saysWhatToChangeAndChangesNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("server.properties"), SETTINGS);
        Cli.Result result = Cli.run("migrate", "plan", file.toString());
        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCodes.OK);
        assertThat(result.out())
                .contains("server.properties: Kafka", "line 1: ssl.keystore.location: set to /dev/null")
                .contains("line 2: ssl.keystore.password: set to unused", "line 3: ssl.keystore.type: set to Wardkey")
                .contains("1. Bring the keys of /etc/kafka/server.p12 in", "-srcstoretype PKCS12", "doctor --pid")
                .doesNotContain("s3cret");
        assertThat(file).hasContent(SETTINGS);
        assertThat(Cli.run("migrate", "plan", file.toString(), "--json").out())
                .contains("\"kind\" : \"Kafka\"", "\"line\" : 1")
                .doesNotContain("s3cret");
    }

    @Test
    void plan_nothingKnown_saysWhatIs() throws Exception {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "nothing");
        Cli.Result result = Cli.run("migrate", "plan", notes.toString());
        assertThat(result.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(result.out()).contains("expected settings of Tomcat, Spring Boot or Kafka");
    }

    @Test
    void plan_fileThatCannotBeRead_saysWhy() throws Exception {
        Path latin = Files.write(folder.resolve("latin.properties"), "x=ä".getBytes(StandardCharsets.ISO_8859_1));
        for (String file : new String[] {folder.resolve("missing").toString(), latin.toString(), "/"}) {
            Cli.Result result = Cli.run("migrate", "plan", file);
            assertThat(result.exit()).as(file).isEqualTo(ExitCodes.REFUSED);
            assertThat(result.err()).contains("WK-U001", "settings file in UTF-8");
        }
    }
}

package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM runs with the {@code java.security} that {@code migrate apply} has made of its JDK's own. */
class MigrateApplyIT {
    @TempDir
    private Path folder;

    @Test
    void jvm_withItsOwnFileChanged_hasWardkeyFirstAndAllTheOthers() throws Exception {
        Path original = Path.of(System.getProperty("java.home"), "conf", "security", "java.security");
        Path file = Files.copy(original, folder.resolve("java.security"));
        Path config = Cli.config();
        Cli.Result applied = Cli.run("migrate", "apply", file.toString(), "--config", config.toString());
        assertThat(applied.exit()).as(applied.err()).isEqualTo(ExitCodes.OK);

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        // Two signs: this file instead of the JDK's.
                        "-Djava.security.properties==" + file,
                        "-cp",
                        System.getProperty("java.class.path"),
                        MigratedProgram.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("first Wardkey, then SUN, " + (Security.getProviders().length + 1) + " in all")
                .contains("signed by Wardkey; key managers Wardkey");
    }
}

package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private static Cli.Result run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Cli.Result(process.waitFor(), output, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wardkey",
                ".ci/run",
                ".ci/reproducible",
                ".ci/aarch64",
                "sdk/cli/src/dist/assemble",
                "sdk/cli/src/dist/bin/wardkey"
            })
    void script_syntax_isRightAndTheFileExecutable(String script) throws Exception {
        Path file = ROOT.resolve(script);
        assertThat(file).isExecutable();
        assertThat(run(Map.of(), "bash", "-n", file.toString())).isEqualTo(new Cli.Result(0, "", ""));
    }

    @Test
    void launcher_javaHomeWithoutCompiler_saysWhatToDo(@TempDir Path nothing) throws Exception {
        Cli.Result result = run(
                Map.of("JAVA_HOME", nothing.toString()), ROOT.resolve("wardkey").toString(), "doctor");
        assertThat(result.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.out()).contains("JAVA_HOME=" + nothing, "Correct it or unset it");
    }

    @Test
    void launcher_folderWithBlanks_runsTheCliThatIsBuiltThere(@TempDir Path folder) throws Exception {
        Path root = Files.createDirectories(folder.resolve("ward key"));
        fakeBuild(root);
        Path java = fakeJdk(folder.resolve("a jdk"));
        Cli.Result result = run(
                Map.of("JAVA_HOME", java.toString()),
                root.resolve("wardkey").toString(),
                "-J-Dx=1",
                "keys",
                "show",
                "two words");
        assertThat(result.exit()).as(result.out()).isZero();
        assertThat(result.out().lines())
                .contains("[--enable-native-access=ALL-UNNAMED]", "[-Dx=1]", "[keys]", "[show]", "[two words]")
                .contains("[" + root + "/sdk/cli/target/wardkey-cli-1.jar:" + root + "/sdk/cli/target/lib/*]");
    }

    private static void fakeBuild(Path root) throws IOException {
        Files.copy(ROOT.resolve("wardkey"), root.resolve("wardkey"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(root.resolve("pom.xml"), "");
        for (String module : new String[] {"native-bridge", "provider", "sdk/cli/target/lib"}) {
            Files.createDirectories(root.resolve(module));
        }
        Files.writeString(root.resolve("sdk/cli/target/wardkey-cli-1.jar"), "");
    }

    /** A JDK 25 whose java prints its arguments. */
    private static Path fakeJdk(Path home) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        for (String tool : new String[] {"java", "javac"}) {
            Path file = Files.writeString(home.resolve("bin").resolve(tool), "#!/bin/sh\nprintf '[%s]\\n' \"$@\"\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        return home;
    }
}

package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final String SIGN = ROOT.resolve("sdk/cli/src/dist/sign").toString();

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
                "conformance-vectors/src/comparison/compare",
                "sdk/cli/src/dist/assemble",
                "sdk/cli/src/dist/sign",
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

    /** A Maven that makes what a distribution has: the rest is tested with the real one's. */
    private static Map<String, String> fakeMaven(Path folder, Path root) throws Exception {
        fakeBuild(root);
        Path sign = Files.createDirectories(root.resolve("sdk/cli/src/dist")).resolve("sign");
        Files.copy(ROOT.resolve("sdk/cli/src/dist/sign"), sign, StandardCopyOption.COPY_ATTRIBUTES);
        Path tools = Files.createDirectory(folder.resolve("tools"));
        Path maven = Files.writeString(tools.resolve("mvn"), """
                #!/bin/sh
                case "$*" in
                *--version*) echo "Apache Maven 3.9.9"; exit ;;
                esac
                mkdir -p target/dist
                echo "$@" >target/arguments
                echo packed >target/dist/wardkey-1-linux-x86_64.tar.gz
                cd target/dist && sha256sum * >SHA256SUMS
                """);
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        return Map.of(
                "JAVA_HOME", fakeJdk(folder.resolve("jdk")).toString(), "PATH", tools + ":" + System.getenv("PATH"));
    }

    @Test
    void dist_withoutKey_saysThatItIsUnsigned(@TempDir Path folder) throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        Map<String, String> environment = fakeMaven(folder, root);
        Cli.Result result = run(environment, root.resolve("wardkey").toString(), "dist");
        assertThat(result.exit()).as(result.out()).isZero();
        assertThat(result.out()).contains("SHA256SUMS is unsigned", "--sign-key FILE");
        assertThat(root.resolve("target/dist/SHA256SUMS.sig")).doesNotExist();
    }

    @Test
    void dist_withKey_leavesASignatureThatOpensslVerifies(@TempDir Path folder) throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        Map<String, String> environment = new HashMap<>(fakeMaven(folder, root));
        Path key = folder.resolve("key.pem");
        Path sums = root.resolve("target/dist/SHA256SUMS");
        openssl("genpkey", "-algorithm", "ED25519", "-out", key.toString());
        Path other = folder.resolve("public.pem");
        openssl("pkey", "-in", key.toString(), "-pubout", "-out", other.toString());
        String[] verify = {
            "openssl",
            "pkeyutl",
            "-verify",
            "-rawin",
            "-pubin",
            "-inkey",
            other.toString(),
            "-sigfile",
            sums + ".sig",
            "-in",
            sums.toString()
        };

        Cli.Result option =
                run(environment, root.resolve("wardkey").toString(), "dist", "--sign-key", key.toString(), "-Dx=1");
        assertThat(option.exit()).as(option.out()).isZero();
        assertThat(option.out()).contains("Signed " + sums + " with the key").doesNotContain("unsigned");
        assertThat(root.resolve("target/arguments")).content().contains("-Dx=1").doesNotContain("sign-key");
        assertThat(run(Map.of(), verify).exit()).isZero();
        Files.writeString(sums, Files.readString(sums).replaceFirst("^.", "g"));
        assertThat(run(Map.of(), verify).exit()).as("of other checksums").isPositive();

        environment.put("WARDKEY_SIGN_KEY", key.toString());
        Cli.Result variable = run(environment, root.resolve("wardkey").toString(), "dist");
        assertThat(variable.exit()).as(variable.out()).isZero();
        assertThat(run(Map.of(), verify).exit()).isZero();
    }

    @Test
    void dist_keyThatIsNotThere_buildsNothing(@TempDir Path folder) throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        Cli.Result result =
                run(fakeMaven(folder, root), root.resolve("wardkey").toString(), "dist", "--sign-key", "no.pem");
        assertThat(result.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.out()).contains("Expected to read the private key no.pem, cannot.");
        assertThat(root.resolve("target/dist")).doesNotExist();
    }

    @Test
    void comparison_builtTree_startsTheScriptWithItsJdk(@TempDir Path folder) throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        fakeBuild(root);
        Path script = Files.createDirectories(root.resolve("conformance-vectors/src/comparison"))
                .resolve("compare");
        Files.writeString(script, "#!/bin/sh\nprintf '[%s]\\n' \"$JAVA_HOME\" \"$@\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Path java = fakeJdk(folder.resolve("jdk"));
        Cli.Result result = run(
                Map.of("JAVA_HOME", java.toString()),
                root.resolve("wardkey").toString(),
                "comparison",
                "--filter",
                "*hmac*");
        assertThat(result.exit()).as(result.out()).isZero();
        assertThat(result.out().lines()).containsExactly("[" + java + "]", "[--filter]", "[*hmac*]");
    }

    private static void openssl(String... words) throws Exception {
        Cli.Result result = run(
                Map.of(), Stream.concat(Stream.of("openssl"), Stream.of(words)).toArray(String[]::new));
        assertThat(result.exit()).as(result.out()).isZero();
    }

    @Test
    void sign_ecKey_isVerifiedByDgst(@TempDir Path folder) throws Exception {
        Path key = folder.resolve("key.pem");
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384", "-out", key.toString());
        Path file = Files.writeString(folder.resolve("SHA256SUMS"), "00  x\n");
        Cli.Result signed = run(Map.of(), SIGN, key.toString(), file.toString());
        assertThat(signed.exit()).as(signed.out()).isZero();
        Path other = folder.resolve("public.pem");
        openssl("pkey", "-in", key.toString(), "-pubout", "-out", other.toString());
        openssl("dgst", "-sha256", "-verify", other.toString(), "-signature", file + ".sig", file.toString());
    }

    @Test
    void sign_otherKeys_areRefusedAndLeaveNoSignature(@TempDir Path folder) throws Exception {
        Path key = folder.resolve("key.pem");
        openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key.toString());
        Path file = Files.writeString(folder.resolve("SHA256SUMS"), "00  x\n");
        Files.writeString(folder.resolve("SHA256SUMS.sig"), "of an earlier one");
        Cli.Result rsa = run(Map.of(), SIGN, key.toString(), file.toString());
        assertThat(rsa.exit()).isEqualTo(1);
        assertThat(rsa.out()).contains("sign: Expected an Ed25519 or EC private key");
        assertThat(folder.resolve("SHA256SUMS.sig")).doesNotExist();
        Files.writeString(key, "no key");
        assertThat(run(Map.of(), SIGN, key.toString(), file.toString()).out())
                .contains("sign: Expected a private key in PEM in " + key);
    }

    private static void fakeBuild(Path root) throws IOException {
        Files.copy(ROOT.resolve("wardkey"), root.resolve("wardkey"), StandardCopyOption.COPY_ATTRIBUTES);
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

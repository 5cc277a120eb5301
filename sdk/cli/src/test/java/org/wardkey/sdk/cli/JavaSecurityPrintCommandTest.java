package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.WardkeyProvider;

class JavaSecurityPrintCommandTest {
    private static Properties parse(String text) throws IOException {
        Properties parsed = new Properties();
        parsed.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
        return parsed;
    }

    @Test
    void print_withViews_numbersEveryProviderOnce() throws IOException {
        Path config = Cli.config();
        Properties parsed = parse(Cli.run("java-security", "print", "--config", config.toString(), "--tokens", "local")
                .out());
        List<String> own = JavaSecurityFile.ownProviders();
        assertThat(own).contains("SUN").noneMatch(name -> name.startsWith("Wardkey"));
        assertThat(parsed.getProperty("security.provider.1")).isEqualTo("Wardkey " + config);
        assertThat(parsed.getProperty("security.provider.2")).isEqualTo("Wardkey " + config + "#local");
        for (int i = 0; i < own.size(); i++) {
            assertThat(parsed.getProperty("security.provider." + (i + 3))).isEqualTo(own.get(i));
        }
        assertThat(parsed).doesNotContainKey("security.provider." + (own.size() + 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--strict"})
    void print_modeFips_tellsTheJvmAndNarrowsTls(String strict, @TempDir Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("wardkey.conf"), "wardkey { home = home, mode = fips }\n");
        List<String> arguments = new ArrayList<>(List.of("java-security", "print", "--config", config.toString()));
        if (!strict.isEmpty()) {
            arguments.add(strict);
        }
        Properties parsed = parse(Cli.run(arguments.toArray(String[]::new)).out());
        assertThat(parsed.getProperty("org.bouncycastle.fips.approved_only")).isEqualTo("true");
        assertThat(parsed.getProperty("jdk.tls.disabledAlgorithms"))
                .startsWith(Security.getProperty("jdk.tls.disabledAlgorithms").substring(0, 5))
                .contains(", x25519,", "AES_128_CBC")
                .doesNotContain("Ed448");
        assertThat(parsed.getProperty("wardkey.refusedServices"))
                .contains("Cipher.ChaCha20-Poly1305", "KeyAgreement.XDH of X448", "Signature.ML-DSA of ML-DSA-87")
                .doesNotContain("Ed448", "Ed25519");
    }

    @Test
    void print_modeGeneral_tellsNothingOfIt() throws IOException {
        Properties parsed =
                parse(Cli.run("java-security", "print", "--config", Cli.config().toString())
                        .out());
        assertThat(parsed).doesNotContainKeys("org.bouncycastle.fips.approved_only", "jdk.tls.disabledAlgorithms");
    }

    @Test
    void print_tokenThatIsNotConfigured_refusesAndNamesThoseThatAre() throws IOException {
        Cli.Result result =
                Cli.run("java-security", "print", "--config", Cli.config().toString(), "--tokens", "local,tpm0");
        assertThat(result.exit()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("which are local, got tpm0");
    }

    @Test
    void text_pathWithBlanksAndUmlauts_survivesProperties() throws IOException {
        Path config = Path.of("/etc/Stationäre Pflege/back\\slash/wardkey.conf");
        String text = JavaSecurityFile.text(Optional.of(config), List.of(), List.of("SUN"));
        assertThat(text).matches("[\\x20-\\x7e\\n]*");
        assertThat(parse(text).getProperty("security.provider.1")).isEqualTo("Wardkey " + config);
    }

    @Test
    void text_pathWithHash_refuses() {
        Optional<Path> config = Optional.of(Path.of("/etc/ward#1/wardkey.conf"));
        assertThatThrownBy(() -> JavaSecurityFile.text(config, List.of(), List.of("SUN")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void print_strictConfiguration_tellsTheJvm() throws IOException {
        Path config = Cli.config();
        String[] print = {"java-security", "print", "--config", config.toString()};
        assertThat(parse(Cli.run(print).out())).doesNotContainKey(WardkeyProvider.STRICT);
        Files.writeString(config, "wardkey {\n  home = home\n  strict = true\n}\n");
        assertThat(parse(Cli.run(print).out())).containsEntry(WardkeyProvider.STRICT, "true");
        Files.writeString(config, "wardkey {\n  home = home\n  strict = true\n  policy = absent.conf\n}\n");
        Cli.Result refused = Cli.run(print);
        assertThat(refused.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(refused.err()).startsWith("WK-C001: ").contains("got absent.conf;");
        assertThat(refused.out()).isEmpty();
    }

    /** wardkey doctor in a JVM that starts with a file. */
    private static String doctor(Path config, String properties) throws Exception {
        Path file = Files.writeString(config.resolveSibling("java.security"), properties);
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Djava.security.properties=" + file,
                        WardkeyCommand.class.getName(),
                        "doctor")
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        child.waitFor();
        return output;
    }

    @Test
    void doctor_strictConfigurationThatTheJvmDoesNotObey_isAHole() throws Exception {
        Path config = Cli.config();
        Files.writeString(config, "wardkey {\n  home = home\n  strict = true\n}\n");
        String printed =
                Cli.run("java-security", "print", "--config", config.toString()).out();
        assertThat(doctor(config, printed)).contains("READY").doesNotContain("WK-D013");
        String withoutLine = printed.replace(WardkeyProvider.STRICT + "=true\n", "");
        assertThat(doctor(config, withoutLine)).contains("READY", "WK-D013");
    }

    @Test
    void print_usedByAnotherJvm_registersWardkeyFirst() throws Exception {
        Path config = Cli.config();
        Path file = config.resolveSibling("java.security");
        Files.writeString(
                file,
                Cli.run("java-security", "print", "--config", config.toString(), "--tokens", "local")
                        .out());
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Djava.security.properties=" + file,
                        ProviderNames.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> names;
        try (var output = child.inputReader(StandardCharsets.UTF_8)) {
            names = output.lines().toList();
        }
        assertThat(child.waitFor()).isZero();
        List<String> expected = new ArrayList<>(List.of("Wardkey", "Wardkey-local"));
        expected.addAll(ProviderNames.own());
        assertThat(names).isEqualTo(expected);
    }
}

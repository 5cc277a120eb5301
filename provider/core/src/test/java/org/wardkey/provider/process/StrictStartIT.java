package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.PolicyFiles;
import org.wardkey.provider.PolicySigningKey;
import org.wardkey.provider.TestHome;

/** A JVM whose security file says wardkey.strict does not run with a configuration that is not usable. */
class StrictStartIT {
    private static final String ERROR = "UnusableConfigurationError";

    @TempDir
    private Path folder;

    private TestHome home;

    @BeforeEach
    void configure() {
        home = TestHome.in(folder);
    }

    private Path security(String strict, Path config) throws IOException {
        Path file = ChildJvm.providerList(
                folder.resolve("java.security"),
                List.of("Wardkey " + config, "Wardkey " + config + "#local"),
                List.of());
        return Files.writeString(file, strict, StandardOpenOption.APPEND);
    }

    private ChildProcess boot(Path config, String... probes) throws IOException {
        return ChildJvm.running(BootChild.class)
                .providers(security("wardkey.strict=true\n", config))
                .run((Object[]) probes);
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                arguments("syntax error", "wardkey {\n  home = home\n  strict = true\n", "wardkey.conf: "),
                arguments("unknown key", "wardkey {\n  home = home\n  colour = blue\n}\n", "wardkey.conf: 3"),
                arguments("no text", "\u0000\u0001", "wardkey.conf"),
                arguments("no such policy", "wardkey {\n  home = home\n  policy = ward.conf\n}\n", "got ward.conf;"),
                arguments(
                        "policy with a mistake",
                        "wardkey {\n  home = home\n  policy = mistake.conf\n}\n",
                        "mistake.conf: 3: unknown key kys"),
                arguments(
                        "a mode that the JVM was not told of",
                        "wardkey {\n  home = home\n  mode = fips\n}\n",
                        "this JVM was not told"),
                arguments("strict is a word", "wardkey {\n  home = home\n  strict = very\n}\n", "wardkey.conf: 3"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void configuration_unusable_firstUseOfTheJcaEndsTheProgram(String what, String text, String where)
            throws IOException {
        Files.writeString(home.config(), text);
        Files.writeString(folder.resolve("mistake.conf"), "policy {\n  name = a, version = 1\n  kys { }\n}\n");
        for (String probe : new String[] {"digest", "random", "plain", "managed"}) {
            ChildProcess child = boot(home.config(), probe);
            assertThat(child.exitCode()).as(child.toString()).isPositive();
            assertThat(child.out()).as(child.toString()).isEmpty();
            assertThat(String.join("\n", child.err())).contains(ERROR, "WK-C001", where, "wardkey.strict");
        }
    }

    @Test
    void configuration_missingOrFolder_firstUseOfTheJcaEndsTheProgram() throws IOException {
        for (Path config : List.of(folder.resolve("absent.conf"), folder)) {
            ChildProcess child = boot(config, "digest");
            assertThat(child.exitCode()).as(child.toString()).isPositive();
            assertThat(String.join("\n", child.err())).contains(ERROR, config.toString());
        }
    }

    @Test
    void configJar_missing_firstUseOfTheJcaEndsTheProgram() throws IOException {
        ChildProcess child = ChildJvm.running(BootChild.class)
                .without("config-")
                .providers(security("wardkey.strict=true\n", home.config()))
                .run("digest");
        assertThat(child.exitCode()).as(child.toString()).isPositive();
        assertThat(String.join("\n", child.err())).contains(ERROR, "library is missing");
    }

    /** The JDK drops a provider that failed 30 times; a program that catches everything must not get there. */
    @Test
    void program_catchesErrors_isServedNothingAndEnded() throws IOException {
        Files.writeString(home.config(), "wardkey {\n");
        ChildProcess child = ChildJvm.running(StrictChild.class)
                .providers(security("wardkey.strict=true\n", home.config()))
                .run(100);
        assertThat(child.exitCode()).as(child.toString()).isEqualTo(3);
        assertThat(child.out())
                .as(child.toString())
                .hasSizeBetween(10, 40)
                .allMatch(line -> line.endsWith(ERROR) || line.endsWith("NoClassDefFoundError"));
        assertThat(String.join("\n", child.err())).contains("The process ends");
    }

    @Test
    void configuration_usable_servesEverything() throws IOException {
        Files.writeString(
                home.config(),
                Files.readString(home.config()).replaceFirst("wardkey \\{", "wardkey {\n  strict = true"));
        assertThat(Files.readString(home.config())).contains("strict = true");
        for (String first : new String[] {"random", "digest", "ecdsa", "managed"}) {
            ChildProcess child = boot(home.config(), first, "plain", "managed", "view", "state");
            assertThat(child.exitCode()).as(child.toString()).isZero();
            assertThat(child.out())
                    .as(child.toString())
                    .element(0)
                    .isIn("random Wardkey", "digest Wardkey", "ecdsa Wardkey", "managed served");
            assertThat(child.out())
                    .as(child.toString())
                    .endsWith("plain served", "managed served", "view opaque", "state READY");
        }
    }

    /** Keys of signers are decoded while the provider is being configured, with the JDK's providers. */
    @Test
    void configuration_withSigners_isUsableAtTheFirstCall() throws IOException {
        try (PolicySigningKey key =
                PolicySigningKey.create(folder.resolve("signer.key"), "klinikum.example/security")) {
            Files.writeString(
                    home.config(),
                    "wardkey {\n  home = home\n  strict = true\n  policy-signers {\n    required = 1\n    keys = [\""
                            + key.publicKey().text(PolicyFiles.bundleCryptography()) + "\"]\n  }\n}\n");
        }
        ChildProcess child = boot(home.config(), "digest", "plain", "managed", "state");
        assertThat(child.exitCode()).as(child.toString()).isZero();
        assertThat(child.out())
                .as(child.toString())
                .containsExactly("digest Wardkey", "plain served", "managed served", "state READY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wardkey.strict=false\n"})
    void property_absentOrFalse_locksManagedKeysOnly(String strict) throws IOException {
        Files.writeString(home.config(), "wardkey {\n  home = home\n  strict = true\n  colour = blue\n}\n");
        ChildProcess child = ChildJvm.running(BootChild.class)
                .providers(security(strict, home.config()))
                .run("plain", "managed", "state");
        assertThat(child.out()).as(child.toString()).containsExactly("plain served", "managed WK-C001", "state LOCKED");
    }
}

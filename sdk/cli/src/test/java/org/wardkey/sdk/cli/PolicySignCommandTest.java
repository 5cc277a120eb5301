package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents that two people sign before they may be applied. */
class PolicySignCommandTest {
    private static final String STRONG =
            "policy { name = ward, version = %d, algorithms { strong { algorithm = ECDSA, require {"
                    + " minimum-strength = %d } } } }";

    private Path config;
    private Path folder;
    private String security;
    private String medical;

    @BeforeEach
    void makeKeys() throws IOException {
        config = Cli.config();
        folder = config.getParent();
        security = keygen("security");
        medical = keygen("medical");
        configure(2, security, medical);
        assertThat(Cli.run("keys", "generate", "pump", "--type", "ec", "--config", config.toString())
                        .exit())
                .isEqualTo(ExitCodes.OK);
    }

    private String keygen(String name) {
        Cli.Result made = Cli.run("policy", "keygen", file(name + ".key"), "--name", "klinikum.example/" + name);
        assertThat(made.exit()).as(made.err()).isEqualTo(ExitCodes.OK);
        return made.out().strip();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void configure(int required, String... keys) throws IOException {
        Files.writeString(
                config,
                "wardkey {\n  home = home\n  policy-signers {\n    required = " + required + "\n    keys = [\""
                        + String.join("\", \"", keys) + "\"]\n  }\n}\n");
    }

    private String document(int version, int strength) throws IOException {
        return Files.writeString(folder.resolve("ward.conf"), STRONG.formatted(version, strength))
                .toString();
    }

    private Cli.Result sign(String document, String key, String... more) {
        String[] all = new String[more.length + 5];
        System.arraycopy(new String[] {"policy", "sign", document, "--key", file(key + ".key")}, 0, all, 0, 5);
        System.arraycopy(more, 0, all, 5, more.length);
        return Cli.run(all);
    }

    private String signedByBoth(int version, int strength) throws IOException {
        String document = document(version, strength);
        assertThat(sign(document, "security").exit()).isEqualTo(ExitCodes.OK);
        assertThat(sign(document + ".signed", "medical").out()).contains("has 2 signatures.");
        return document + ".signed";
    }

    private Cli.Result apply(String document) {
        return Cli.run("policy", "apply", document, "--config", config.toString());
    }

    /** What another process of the home would do: a configuration file of its own has a runtime of its own. */
    private Path homeOfItsOwn(String lines) throws IOException {
        Path other = folder.resolve("other-" + System.nanoTime() + ".conf");
        return Files.writeString(other, "wardkey {\n  home = home\n" + lines + "}\n");
    }

    @Test
    void apply_signedByTwo_isInForceAndRecordsTheSigners() throws Exception {
        StoredKey key = StoredKey.of(config, "pump");
        assertThat(key.sign()).isNotEmpty();
        Cli.Result applied = apply(signedByBoth(1, 192));
        assertThat(applied.exit()).as(applied.err()).isEqualTo(ExitCodes.OK);
        assertThat(applied.out()).contains("+ algorithm rule ward/strong", "ward 1 is in force");
        assertThatThrownBy(key::sign).isInstanceOf(SignatureException.class).hasMessageContaining("ward/strong");
        assertThat(Cli.run("audit", "show", "--last", "100", "--config", config.toString())
                        .out())
                .contains("signed by klinikum.example/security, klinikum.example/medical");
    }

    @Test
    void apply_unsignedOrByOne_isRefusedWithTheNumbers() throws Exception {
        String document = document(1, 192);
        Cli.Result bare = apply(document);
        assertThat(bare.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(bare.err()).startsWith("WK-P012: ").contains("valid signatures of 2 of the 2 keys", "one with 0");

        assertThat(sign(document, "security").exit()).isEqualTo(ExitCodes.OK);
        Cli.Result byOne = apply(document + ".signed");
        assertThat(byOne.err()).startsWith("WK-P012: ").contains("valid signatures of 2 of the 2 keys, got 1.");

        // The same one twice is one.
        assertThat(sign(document + ".signed", "security").out()).contains("has 1 signature.");
        keygen("stranger");
        assertThat(sign(document + ".signed", "stranger").exit()).isEqualTo(ExitCodes.OK);
        assertThat(apply(document + ".signed").err()).startsWith("WK-P012: ").contains("got 1.");
        assertThat(StoredKey.of(config, "pump").sign()).isNotEmpty();
        assertThat(Cli.run("audit", "show", "--last", "100", "--config", config.toString())
                        .out())
                .contains("POLICY_REJECTED", "WK-P012");
    }

    @Test
    void apply_nonsenseThatIsNotSigned_isRefusedBeforeItIsRead() throws Exception {
        String nonsense = Files.writeString(folder.resolve("x.conf"), "policy { kys { } }")
                .toString();
        assertThat(apply(nonsense).err()).startsWith("WK-P012: ").doesNotContain("kys");
    }

    @Test
    void apply_contentOrHeadChanged_isRefused() throws Exception {
        String signed = signedByBoth(1, 112);
        String text = Files.readString(Path.of(signed));
        Files.writeString(Path.of(signed), text.replace("minimum-strength = 112", "minimum-strength = 113"));
        assertThat(apply(signed).err()).startsWith("WK-P013: ");
        Files.writeString(Path.of(signed), text.replaceFirst("\nversion 1\n", "\nversion 2\n"));
        assertThat(apply(signed).err()).startsWith("WK-P012: ");
        Files.writeString(Path.of(signed), text.replace("\n\npolicy", "\npolicy"));
        assertThat(apply(signed).err()).startsWith("WK-P013: ");
    }

    @Test
    void apply_lowerVersion_isRefusedThoughSigned() throws Exception {
        String one = signedByBoth(1, 112);
        Path kept = Files.copy(Path.of(one), folder.resolve("kept"));
        assertThat(apply(signedByBoth(2, 112)).exit()).isEqualTo(ExitCodes.OK);
        assertThat(apply(kept.toString()).err()).startsWith("WK-P016: ");
    }

    @Test
    void apply_signersAddedLater_lockUntilTheSameDocumentComesSigned() throws Exception {
        Path bareHome = Cli.config();
        Path bare = Files.writeString(folder.resolve("ward.conf"), STRONG.formatted(3, 112));
        assertThat(Cli.run("policy", "apply", bare.toString(), "--config", bareHome.toString())
                        .exit())
                .isEqualTo(ExitCodes.OK);

        Path signers = withSigners(bareHome);
        Cli.Result locked = inAnotherJvm("keys", "generate", "later", "--type", "ec", "--config", signers.toString());
        assertThat(locked.exit()).as(locked.out()).isEqualTo(ExitCodes.REFUSED);
        assertThat(locked.out())
                .contains("WK-P012", "The applied document ward 3 locks managed keys", "got one with 0");
        assertThat(inAnotherJvm("doctor", "--config", signers.toString()).out())
                .contains("WK-D003", "The provider's state is LOCKED. WK-P012");

        assertThat(sign(bare.toString(), "security").exit()).isEqualTo(ExitCodes.OK);
        Cli.Result applied = inAnotherJvm("policy", "apply", bare + ".signed", "--config", signers.toString());
        assertThat(applied.exit()).as(applied.out()).isEqualTo(ExitCodes.OK);
        assertThat(inAnotherJvm("keys", "generate", "later", "--type", "ec", "--config", signers.toString())
                        .exit())
                .isEqualTo(ExitCodes.OK);
        assertThat(Cli.run("keys", "generate", "bare", "--type", "ec", "--config", bareHome.toString())
                        .exit())
                .as("where nobody must sign, a signed document is as good as a bare one")
                .isEqualTo(ExitCodes.OK);

        signers = Files.writeString(signers, Files.readString(signers).replace(security, medical));
        assertThat(inAnotherJvm("keys", "generate", "last", "--type", "ec", "--config", signers.toString())
                        .out())
                .as("a signer that was taken away")
                .contains("WK-P012", "valid signatures of 1 of the 1 keys, got 0");
    }

    /** Runs a command as another process of the home does; both outputs are in {@code out}. */
    private static Cli.Result inAnotherJvm(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WardkeyCommand.class.getName()));
        command.addAll(List.of(arguments));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output;
        try (var reader = child.inputReader(StandardCharsets.UTF_8)) {
            output = reader.lines().collect(Collectors.joining("\n"));
        }
        return new Cli.Result(child.waitFor(), output, "");
    }

    private Path withSigners(Path bareHome) throws IOException {
        return Files.writeString(
                bareHome.resolveSibling("signed.conf"),
                "wardkey {\n  home = home\n  policy-signers { required = 1, keys = [\"" + security + "\"] }\n}\n");
    }

    @Test
    void key_fileOpenToOthers_isRefused() throws Exception {
        String document = document(1, 112);
        Path key = folder.resolve("security.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        Cli.Result open = sign(document, "security");
        assertThat(open.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(open.err()).startsWith("WK-U003: ").contains("open to others", "rw-r-----");
        assertThat(folder.resolve("ward.conf.signed")).doesNotExist();
    }

    @Test
    void key_damagedOrThere_isRefusedAndNotShown() throws Exception {
        Path key = folder.resolve("security.key");
        String line = Files.readString(key);
        String secret = line.substring(line.lastIndexOf('+') + 1).strip();
        for (String damaged : new String[] {
            "", "PRIVATE+KEY+", line.substring(0, 30), line.replace("security", "secretary"), line + "more", secret
        }) {
            Files.writeString(key, damaged);
            Cli.Result result = sign(document(1, 112), "security");
            assertThat(result.err()).as(damaged).startsWith("WK-U003: ").doesNotContain(secret);
        }
        Cli.Result again = Cli.run("policy", "keygen", key.toString(), "--name", "x");
        assertThat(again.err()).startsWith("WK-U003: ").contains("Expected a new file");
    }

    @Test
    void check_saysWhoSignedAndWhetherThatIsEnough() throws Exception {
        String document = document(1, 112);
        assertThat(sign(document, "security").exit()).isEqualTo(ExitCodes.OK);
        Cli.Result alone = Cli.run("policy", "check", document + ".signed");
        assertThat(alone.exit()).isEqualTo(ExitCodes.OK);
        assertThat(alone.out()).contains("signed by klinikum.example/security (", "not verified; give --config");
        Cli.Result byOne = Cli.run("policy", "check", document + ".signed", "--config", config.toString());
        assertThat(byOne.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(byOne.out()).contains("WK-P012", "got 1.");
        Cli.Result both = Cli.run("policy", "check", signedByBoth(1, 112), "--config", config.toString());
        assertThat(both.exit()).as(both.out()).isEqualTo(ExitCodes.OK);
        assertThat(both.out())
                .contains("valid signatures of klinikum.example/security, klinikum.example/medical; 2 of 2");
        assertThat(Cli.run("policy", "check", document, "--config", config.toString())
                        .exit())
                .isEqualTo(ExitCodes.FINDINGS);
    }

    @Test
    void sign_requiredSignerOrDayMissing_isRefusedAtApply() throws Exception {
        configure(1, security, medical);
        String document = document(1, 112);
        assertThat(sign(document, "security", "--require", "klinikum.example/medical")
                        .exit())
                .isEqualTo(ExitCodes.OK);
        Path other = homeOfItsOwn("  policy-signers { required = 1, keys = [\"" + security + "\"] }\n");
        assertThat(Cli.run("policy", "check", document + ".signed", "--config", other.toString())
                        .out())
                .contains("WK-P012", "a valid signature of klinikum.example/medical");
        Files.delete(Path.of(document + ".signed"));
        assertThat(sign(document, "security", "--not-before", "2999-01-01T00:00:00Z")
                        .out())
                .contains("not-before 2999-01-01T00:00:00Z");
        assertThat(sign(document + ".signed", "medical", "--require", "x").exit())
                .isEqualTo(ExitCodes.USAGE);
        assertThat(Cli.run("policy", "check", document + ".signed", "--config", other.toString())
                        .out())
                .contains("WK-P015");
    }
}

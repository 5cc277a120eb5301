package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on the disk after {@code migrate apply}, and after it refused. */
class MigrateApplyCommandTest {
    private static final String SETTINGS =
            "ssl.keystore.location=/etc/kafka/server.p12\nssl.keystore.password=s3cret\nssl.keystore.type=PKCS12\n";
    private static final String CHANGED =
            "ssl.keystore.location=/dev/null\nssl.keystore.password=unused\nssl.keystore.type=Wardkey\n";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-27T15:03:12Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private static Cli.Result apply(Object... arguments) {
        Cli.Result result = Cli.run(Stream.concat(Stream.of("migrate", "apply"), Stream.of(arguments))
                .map(Object::toString)
                .toArray(String[]::new));
        assertThat(result.out() + result.err()).doesNotContain("s3cret");
        return result;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void apply_file_changesItAndKeepsACopyOfItsModeBesideIt() throws Exception {
        Path file = Files.writeString(folder.resolve("server.properties"), SETTINGS);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        Cli.Result result = apply(file);

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCodes.OK);
        assertThat(file).hasContent(CHANGED);
        assertThat(names()).hasSize(2);
        Path backup = folder.resolve(names().get(1));
        assertThat(backup.getFileName().toString()).matches("server\\.properties\\.before-wardkey-[0-9]{8}T[0-9]{6}Z");
        assertThat(backup).hasContent(SETTINGS);
        for (Path one : List.of(file, backup)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                    .isEqualTo("rw-r-----");
        }
        assertThat(result.out())
                .contains("Changed " + file.toRealPath(), backup.getFileName().toString(), "doctor --pid");
        Cli.Result again = apply(file);
        assertThat(again.exit()).isEqualTo(ExitCodes.OK);
        assertThat(again.out()).contains("nothing to do").doesNotContain("Changed", "Besides");
        assertThat(names()).hasSize(2);
    }

    @Test
    void apply_scriptAmongOthers_saysWhatToDoByHand() throws Exception {
        Path file = Files.writeString(folder.resolve("server.properties"), SETTINGS);
        String script = "JAVA_OPTS=\"-Djavax.net.ssl.keyStore=/a.p12 -Djavax.net.ssl.keyStorePassword=s3cret\"\n";
        Path hands = Files.writeString(folder.resolve("setenv.sh"), script);

        Cli.Result result = apply(file, hands);

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(file).hasContent(CHANGED);
        assertThat(hands).hasContent(script);
        assertThat(result.out()).contains("setenv.sh: not changed", "line 1: -Djavax.net.ssl.keyStorePassword: remove");
    }

    @Test
    void apply_keyInAPemFile_isNotDone() throws Exception {
        Path file = Files.writeString(
                folder.resolve("application.properties"), "server.ssl.certificate-private-key=s3cret");

        Cli.Result result = apply(file);

        assertThat(result.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(result.out()).contains("not changed", "openssl pkcs12");
    }

    @Test
    void apply_oneOfTwoIsNotSure_changesNone() throws Exception {
        Path first = Files.writeString(folder.resolve("a.properties"), SETTINGS);
        Path second = Files.writeString(folder.resolve("b.properties"), SETTINGS + "ssl.keystore.location=c\n");

        Cli.Result result = apply(first, second);

        assertThat(result.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.err()).startsWith("WK-U004: Nothing was changed: ").contains("b.properties", "2 times");
        assertThat(first).hasContent(SETTINGS);
        assertThat(names()).containsExactly("a.properties", "b.properties");
        assertThat(apply(first, folder.resolve(".").resolve("a.properties")).err())
                .contains("named twice");
    }

    @Test
    void apply_keyWithoutAName_wantsOneAndGivesItToOneStoreAlone() throws Exception {
        String text = "server.ssl.key-store=a.p12\n";
        Path first = Files.writeString(folder.resolve("application.properties"), text);
        Path second = Files.writeString(folder.resolve("application.yaml"), "server.ssl.key-store: b.p12\n");

        assertThat(apply(first).err()).contains("WK-U004", "give --alias");
        assertThat(apply(first, second, "--alias", "server").err()).contains("2 key stores");
        assertThat(first).hasContent(text);
        assertThat(apply(first, "--alias", "server").exit()).isEqualTo(ExitCodes.OK);
        assertThat(first).content().contains("server.ssl.key-alias=server");
    }

    @Test
    void apply_link_changesItsTargetAndStaysALink() throws Exception {
        Path target = Files.writeString(folder.resolve("server.properties"), SETTINGS);
        Path link = Files.createSymbolicLink(folder.resolve("link.properties"), target.getFileName());

        assertThat(apply(link).exit()).isEqualTo(ExitCodes.OK);

        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent(CHANGED);
    }

    @Test
    void apply_fileWithASecondName_isRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("server.properties"), SETTINGS);
        Files.createLink(folder.resolve("second"), file);

        assertThat(apply(file).err()).contains("WK-U004", "one name");
        assertThat(names()).containsExactly("second", "server.properties");
    }

    @Test
    void replacement_fileThatChangedMeanwhile_isRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("server.properties"), SETTINGS + "more=1\n");
        List<SettingsReplacement> replacements =
                List.of(new SettingsReplacement(file, bytes(SETTINGS), bytes(CHANGED)));

        assertThatThrownBy(() -> SettingsReplacement.all(replacements, CLOCK)).hasMessageContaining("changed since");

        assertThat(file).hasContent(SETTINGS + "more=1\n");
        assertThat(names()).containsExactly("server.properties");
    }

    /** In a folder in which nobody can write, not even root. */
    @Test
    void replacement_secondFileCannotBeReplaced_leavesTheFirst() throws Exception {
        Path file = Files.writeString(folder.resolve("server.properties"), SETTINGS);
        Path fixed = Path.of("/proc/version");
        List<SettingsReplacement> replacements = List.of(
                new SettingsReplacement(file, bytes(SETTINGS), bytes(CHANGED)),
                new SettingsReplacement(fixed, Files.readAllBytes(fixed), bytes("x")));

        assertThatThrownBy(() -> SettingsReplacement.all(replacements, CLOCK))
                .hasMessageStartingWith("WK-U004: Nothing was changed: tried /proc/version");

        assertThat(file).hasContent(SETTINGS);
        assertThat(names()).containsExactly("server.properties");
    }

    @Test
    void replacement_copyOfTheSameSecond_isKept() throws Exception {
        Path file = Files.writeString(folder.resolve("a.properties"), SETTINGS);
        String taken = "a.properties.before-wardkey-20261127T150312Z";
        Files.writeString(folder.resolve(taken), "older");

        SettingsReplacement.all(List.of(new SettingsReplacement(file, bytes(SETTINGS), bytes(CHANGED))), CLOCK);

        assertThat(folder.resolve(taken)).hasContent("older");
        assertThat(folder.resolve(taken + "-1")).hasContent(SETTINGS);
        assertThat(names()).hasSize(3);
    }
}

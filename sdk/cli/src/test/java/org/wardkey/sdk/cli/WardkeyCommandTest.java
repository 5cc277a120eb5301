package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WardkeyCommandTest {
    @Test
    void help_atTheTop_listsCommandsAndExamples() {
        Cli.Result result = Cli.run("--help");
        assertThat(result.exit()).isEqualTo(ExitCodes.OK);
        assertThat(result.out())
                .contains(
                        "doctor",
                        "keys",
                        "audit",
                        "policy",
                        "time",
                        "explain",
                        "java-security",
                        "args",
                        "demo",
                        "Examples:",
                        "Exit codes:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "doctor --help",
                "keys --help",
                "keys list --help",
                "keys show --help",
                "keys generate --help",
                "keys rotate --help",
                "keys suspend --help",
                "keys resume --help",
                "keys deactivate --help",
                "keys compromise --help",
                "keys destroy --help",
                "audit show --help",
                "audit verify --help",
                "audit checkpoint --help",
                "audit prune --help",
                "policy apply --help",
                "policy trial --help",
                "time show --help",
                "time repair --help",
                "tpm window sign --help",
                "tpm lease renew --help",
                "tpm lease sign --help",
                "tpm revoke --help",
                "explain --help",
                "java-security print --help",
                "migrate plan --help",
                "migrate apply --help",
                "args --help",
                "demo --help"
            })
    void help_ofEveryCommand_exitsWithZero(String command) {
        Cli.Result result = Cli.run(command.split(" "));
        assertThat(result.exit()).isEqualTo(ExitCodes.OK);
        assertThat(result.out()).startsWith("Usage: wardkey " + command.replace(" --help", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "keys",
                "keys generate",
                "keys generate a --type dsa",
                "keys generate a --type ec --origination-end tomorrow",
                "keys generate a --type ec --digests MD5",
                "keys generate a --type aes --curve P-256",
                "keys suspend a",
                "time",
                "time repair",
                "policy trial a --since yesterday",
                "explain WK-K999",
                "keys destroy a --reason gone",
                "java-security print --tokens local",
                "migrate",
                "migrate plan",
                "migrate apply",
                "audit show --last 0"
            })
    void execute_wrongUsage_exitsWithTwoAndSaysSo(String command) {
        Cli.Result result = Cli.run(command.split(" "));
        assertThat(result.exit()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).isNotEmpty().doesNotContain("\tat ");
    }

    /** What is wrong, what would be right, and where to read on: no more than somebody reads. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keys list --jsn | Unknown option: '--jsn' | Possible solutions: --json",
                "keys generate a --type ec --maximum-bytes 64G | like 4096, 512MiB or 64GiB, got '64G' | Try: wardkey keys generate --help",
                "keys generate a --type aes --maximum-bytes 9999999TiB | at most 2^63 - 1 bytes | Try: wardkey",
                "explain WK-K9 | got WK-K9; there are WK-K001, | docs/codes.md",
                "policy apply cnsa-2.0 | the name of a pack that Wardkey ships | policy of wardkey.conf"
            })
    void execute_wrongUsage_saysWhatWouldBeRightInAFewLines(String command, String wrong, String right) {
        Cli.Result result = Cli.run(command.split(" "));
        assertThat(result.exit()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains(wrong, right);
        assertThat(result.err().lines()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void version_asked_namesWardkeyAndJava() {
        assertThat(Cli.run("--version").out()).contains("wardkey 0.", "Java " + Runtime.version());
    }

    @Test
    void execute_missingConfiguration_exitsWithThreeAndACode() {
        Cli.Result result = Cli.run("keys", "list", "--config", "target/none.conf");
        assertThat(result.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.err()).startsWith("WK-U001: ").doesNotContain("\tat ");
    }

    @Test
    void execute_failureWithVerbose_printsTheStackTrace() {
        Cli.Result result = Cli.run("keys", "list", "--config", "target/none.conf", "--verbose");
        assertThat(result.err()).contains("WK-U001", "\tat org.wardkey.sdk.cli.");
    }
}

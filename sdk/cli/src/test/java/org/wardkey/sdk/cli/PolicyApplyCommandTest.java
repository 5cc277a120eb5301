package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SignatureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents that are tried on what keys did, and then put in force. */
class PolicyApplyCommandTest {
    private Path config;

    /** Durable: what was signed is on the disk, where a trial reads it. */
    @BeforeEach
    void makeKey() throws IOException {
        config = Cli.config();
        Files.writeString(config, "wardkey {\n  home = home\n  audit { durability = durable }\n}\n");
        assertThat(Cli.run("keys", "generate", "pump", "--type", "ec", "--config", config.toString())
                        .exit())
                .isEqualTo(ExitCodes.OK);
    }

    private String document(int version, int strength) throws IOException {
        return file(
                "policy { name = ward, version = " + version + ", algorithms { strong { algorithm = ECDSA, require {"
                        + " minimum-strength = " + strength + " } } } }");
    }

    private String file(String text) throws IOException {
        return Files.writeString(config.resolveSibling("ward.conf"), text).toString();
    }

    private Cli.Result policy(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "policy";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--config";
        all[arguments.length + 2] = config.toString();
        return Cli.run(all);
    }

    @Test
    void trial_ruleThatWouldRefuse_namesKeyRuleAndCount() throws Exception {
        StoredKey key = StoredKey.of(config, "pump");
        key.sign();
        key.sign();
        Cli.Result text = policy("trial", document(1, 192));
        assertThat(text.exit()).as(text.out() + text.err()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(text.out())
                .containsPattern("refused +local:pump +WK-P00\\d +ward/strong +operations 2, ")
                .contains("2 operations since ", ": 2 would have been refused.");
        Cli.Result json = policy("trial", document(1, 192), "--since", "1h", "--json");
        assertThat(json.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(json.out())
                .contains("\"refused\" : 2", "\"unreadable\" : 0", "\"rule\" : \"ward/strong\"")
                .containsPattern("\"program\" : \"[^,\"]+\"");
        assertThat(key.sign()).as("a trial changes nothing").isNotEmpty();
    }

    @Test
    void trial_ruleThatRefusesNothing_exitsWithZero() throws Exception {
        StoredKey.of(config, "pump").sign();
        Cli.Result result = policy("trial", document(1, 112));
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(ExitCodes.OK);
        assertThat(result.out()).startsWith("1 operations since ").contains(": 0 would have been refused.");
    }

    @Test
    void trial_momentAfterTheOperations_replaysNone() throws Exception {
        StoredKey.of(config, "pump").sign();
        Cli.Result result = policy("trial", document(1, 192), "--since", "2100-01-01T00:00:00Z");
        assertThat(result.exit()).isEqualTo(ExitCodes.OK);
        assertThat(result.out()).startsWith("0 operations since 2100-01-01T00:00:00Z");
    }

    @Test
    void trial_keySuspendedSince_isReplayedAsItWas() throws Exception {
        StoredKey.of(config, "pump").sign();
        Cli.run("keys", "suspend", "pump", "--reason", "lost", "--config", config.toString());
        assertThat(policy("trial", document(1, 112)).exit()).isEqualTo(ExitCodes.OK);
    }

    @Test
    void trial_laxerThanWhatIsInForce_countsByTheKeysOwnLimits() throws Exception {
        String few = "policy { name = ward, version = %d, keys { few { maximum-operations = %d } } }";
        StoredKey key = StoredKey.of(config, "pump");
        key.sign();
        key.sign();
        assertThat(policy("apply", file(few.formatted(1, 1))).exit()).isEqualTo(ExitCodes.OK);
        Cli.Result strict = policy("trial", file(few.formatted(2, 1)));
        assertThat(strict.out()).containsPattern("refused +local:pump +WK-K009 +ward/few +operations 1, ");
        assertThat(policy("trial", file(few.formatted(2, 5))).exit()).isEqualTo(ExitCodes.OK);
    }

    @Test
    void apply_ruleThatRefuses_printsTheDifferenceAndStopsTheKey() throws Exception {
        StoredKey key = StoredKey.of(config, "pump");
        key.sign();
        Cli.Result applied = policy("apply", document(1, 192));
        assertThat(applied.exit()).as(applied.err()).isEqualTo(ExitCodes.OK);
        assertThat(applied.out())
                .contains("+ document ward version 1", "+ algorithm rule ward/strong", "ward 1 is in force");
        assertThatThrownBy(key::sign).isInstanceOf(SignatureException.class).hasMessageContaining("ward/strong");

        assertThat(policy("apply", document(1, 192)).out())
                .isEqualTo("ward 1 is in force, in every process from its" + " next operation on; nothing changed."
                        + System.lineSeparator());
        assertThat(policy("apply", document(2, 112)).out())
                .contains("- document ward version 1", "+ document ward version 2");
        assertThat(key.sign()).isNotEmpty();
    }

    @Test
    void apply_olderVersionOrNoPolicy_isRefusedAndRecorded() throws Exception {
        assertThat(policy("apply", document(5, 112)).exit()).isEqualTo(ExitCodes.OK);
        Cli.Result older = policy("apply", document(4, 112));
        assertThat(older.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(older.err()).startsWith("WK-P016: ");
        Cli.Result wrong = policy("apply", file("policy { name = ward, version = 6, kys { } }"));
        assertThat(wrong.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(wrong.err()).startsWith("WK-P011: ").contains("ward.conf: 1: unknown key kys");
        assertThat(Cli.run("audit", "show", "--last", "100", "--config", config.toString())
                        .out())
                .contains("POLICY_APPLIED", "POLICY_REJECTED");
    }

    @Test
    void applyAndTrial_fileThatIsNotThere_exitWithThree() {
        for (String command : new String[] {"apply", "trial"}) {
            Cli.Result result = policy(command, "target/none.conf");
            assertThat(result.exit()).isEqualTo(ExitCodes.REFUSED);
            assertThat(result.err()).startsWith("WK-U001: ");
        }
    }
}

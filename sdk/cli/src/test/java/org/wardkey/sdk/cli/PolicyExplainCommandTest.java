package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the policy says about keys that are there. */
class PolicyExplainCommandTest {
    private Path config;

    @BeforeEach
    void makeKey() throws IOException {
        config = Cli.config();
        run("keys", "generate", "pump", "--type", "ec", "--purposes", "sign", "--maximum-operations", "5");
    }

    private Cli.Result run(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--config";
        all[arguments.length + 1] = config.toString();
        Cli.Result result = Cli.run(all);
        assertThat(result.exit()).as(result.err()).isNotEqualTo(ExitCodes.USAGE);
        return result;
    }

    private void apply(String rules) throws IOException {
        Path file = Files.writeString(
                config.resolveSibling("ward.conf"), "policy {\n name = ward\n version = 1\n" + rules + "\n}\n");
        assertThat(run("policy", "apply", file.toString()).exit()).isEqualTo(ExitCodes.OK);
    }

    @Test
    void explain_ownAuthorizationsAndDefaultPack_areNamed() throws Exception {
        assertThat(StoredKey.of(config, "pump").sign()).isNotEmpty();
        Cli.Result result = run("policy", "explain", "pump");
        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCodes.OK);
        assertThat(result.out())
                .startsWith("local:pump (EC_P256, 256 bits, ACTIVE), made ")
                .containsPattern(
                        "May:\\R  sign by ECDSA with .*SHA-256, SHA-384, SHA-512, SHA3-224, .*\\R"
                                + "      until 20\\S+Z, then WK-[KP]\\d{3} by rule nist-sp800-57/\\S+ \\(nist-sp800-57.conf:\\d+")
                .containsPattern("May not:\\R  agree by ECDH\\R      WK-K002 by the key's own authorizations: ")
                .containsPattern("maximum-operations: 5, 4 operations left, set by the key's own authorizations")
                .containsPattern("origination: until \\S+, \\d+ days left, set by rule nist-sp800-57/\\S+ \\(")
                .contains("consumption: always");
    }

    @Test
    void explain_rulesOfAnAppliedDocument_areNamedWithFileAndLine() throws Exception {
        apply("""
                 algorithms {
                   small { algorithm = ECDSA, digest = SHA-224, verdict = denied }
                   strong { algorithm = ECDSA, digest = SHA-512, verdict = denied, observe-until = 2099-01-01 }
                 }
                 keys {
                   few { maximum-operations = 3 }
                   fewer { maximum-operations = 2, observe-until = 2099-01-01 }
                 }""");
        Cli.Result result = run("policy", "explain", "local:pump");
        assertThat(result.out())
                .containsPattern(
                        "sign by ECDSA with SHA-224\\R      WK-P002 by rule ward/small \\(\\S*ward.conf:5\\): ")
                .containsPattern(
                        "sign by ECDSA with SHA-512\\R      reported only, refused from 2099-01-01T00:00:00Z on: WK-P002")
                .containsPattern("maximum-operations: 3, 3 operations left, set by rule ward/few \\(\\S*ward.conf:9\\)")
                .containsPattern(
                        "maximum-operations: 2, set by rule ward/fewer \\(.*, reported only, refused from 2099");
    }

    @Test
    void explain_json_hasEveryUse() throws Exception {
        apply(" keys { few { maximum-operations = 3 } }");
        Cli.Result result = run("policy", "explain", "pump", "--json");
        assertThat(result.exit()).isEqualTo(ExitCodes.OK);
        int uses = 0;
        try (JsonParser parser = Json.factory().createParser(result.out())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                uses += token == JsonToken.FIELD_NAME && parser.currentName().equals("mechanism") ? 1 : 0;
            }
        }
        assertThat(uses)
                .as("ECDSA with eight hash functions or none, deterministic with eight, and ECDH")
                .isEqualTo(18);
        assertThat(result.out())
                .contains("\"mechanism\" : \"ECDSA with SHA-256\"", "\"rule\" : \"ward/few\"", "\"code\" : \"WK-K002\"")
                .containsPattern("\"left\" : \"3 operations\"");
    }

    @Test
    void explain_replacedOrSuspendedKey_saysWhatTheGateSays() {
        run("keys", "rotate", "pump", "--overlap", "1h");
        assertThat(run("policy", "explain", "pump@1").out())
                .containsPattern("  rotation-overlap: until \\S+Z, 0 days left, set by the key's rotation")
                .containsPattern("May:\\R  sign by ECDSA with .*\\R      until \\S+, then WK-K006 by the key's own");
        assertThat(run("policy", "explain", "pump").out()).doesNotContain("rotation-overlap");
        run("keys", "suspend", "pump", "--reason", "lost");
        Cli.Result suspended = run("policy", "explain", "pump");
        assertThat(suspended.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(suspended.out()).contains("May:\n  (nothing)", "WK-K001 by the key's own authorizations");
    }

    /** The default pack's periods for decryption observe for ever. */
    @Test
    void explain_ruleThatObservesForEver_isNoEnd() {
        run("keys", "generate", "data", "--type", "aes", "--purposes", "decrypt");
        assertThat(run("policy", "explain", "data").out())
                .contains("  decrypt by AES-GCM")
                .doesNotContain("9999");
    }

    @Test
    void explain_noSuchKey_isRefused() {
        assertThat(run("policy", "explain", "nobody").err()).startsWith("WK-K012: ");
        assertThat(Cli.run("policy", "explain", "a", "b").exit()).isEqualTo(ExitCodes.USAGE);
    }
}

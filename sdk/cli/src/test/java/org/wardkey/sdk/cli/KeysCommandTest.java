package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyType;

class KeysCommandTest {
    /** What nobody looks at before the token is open. */
    private static final String KEY_OF_DESK =
            "INSERT INTO key (id, token, alias, type, size_bits, state, authorizations,"
                    + " imported, created, algorithm, reason, public_key, sealed_material, mac) VALUES"
                    + " ('00000000-0000-4000-8000-000000000001', 'desk', 'scale', 'EC_P256', 256, 'ACTIVE', '"
                    + KeyAuthorizations.defaultsFor(KeyType.EC_P256).encode()
                    + "', 0, '2026-01-01T00:00:00Z', 'EC', '', x'00', x'00', x'00')";

    private static Cli.Result keys(Path config, String command) {
        List<String> arguments = new ArrayList<>(List.of("keys"));
        arguments.addAll(List.of(command.split(" ")));
        arguments.addAll(List.of("--config", config.toString()));
        return Cli.run(arguments.toArray(new String[0]));
    }

    @ParameterizedTest
    @CsvSource({
        "ec, EC_P256, 256",
        "ec --curve P-384, EC_P384, 384",
        "ec --curve secp521r1, EC_P521, 521",
        "rsa --size 2048, RSA, 2048",
        "ed25519, ED25519, 255",
        "x25519, X25519, 255",
        "ed448, ED448, 448",
        "x448, X448, 448",
        "aes --size 128, AES, 128",
        "hmac, HMAC, 256",
        "hmac --digests SHA-512, HMAC, 512"
    })
    void generate_everyType_isShown(String type, String name, int sizeBits) throws IOException {
        Path config = Cli.config();
        Cli.Result made = keys(config, "generate pump --type " + type);
        assertThat(made.err()).isEmpty();
        assertThat(made.exit()).isEqualTo(ExitCodes.OK);
        assertThat(keys(config, "show pump").out()).contains(name + ", " + sizeBits + " bits", "ACTIVE", "provider");
    }

    @Test
    void generate_mlDsa_isMadeWhereTheJvmHasIt() throws IOException {
        Path config = Cli.config();
        Cli.Result made = keys(config, "generate pump --type ml-dsa-65");
        if (Runtime.version().feature() < 24) {
            assertThat(made.err()).startsWith("WK-E001: ");
            assertThat(Cli.run("doctor", "--config", config.toString()).out())
                    .containsPattern("absent +ML-DSA-65: JDK 24 or OpenSSL 3\\.5 has it");
            return;
        }
        assertThat(made.out()).contains("Made local:pump, ML_DSA_65, for sign.");
        assertThat(keys(config, "list").out()).containsPattern("local:pump +ML_DSA_65 ACTIVE");
    }

    @Test
    void generate_unknownType_listsTheTypes() throws IOException {
        Cli.Result refused = keys(Cli.config(), "generate pump --type dsa");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("expected one of ec, rsa, ed25519, ed448,", "ml-dsa-87", "got 'dsa'");
    }

    @Test
    void generate_withAuthorizations_showReadsThemBack() throws IOException {
        Path config = Cli.config();
        Cli.Result made = keys(
                config,
                "generate pump --type ec --purposes sign --digests SHA-256,SHA-384 --maximum-operations 3 --maximum-bytes 4KiB"
                        + " --origination-end 2099-01-01T00:00:00Z --consumption-end 2100-01-01T00:00:00Z --audit aggregate"
                        + " --exportable");
        assertThat(made.exit()).as(made.err()).isEqualTo(ExitCodes.OK);
        assertThat(keys(config, "show pump").out())
                .containsPattern("purposes +provider +sign\n")
                .containsPattern("digests +provider +sha_256,sha_384\n")
                .containsPattern("maximum-operations +provider +0 of 3 used")
                .containsPattern("maximum-bytes +provider +0 of 4096 used")
                .containsPattern("origination +provider +until 20.*Z, set by nist-sp800-57/private-signature-key\n")
                .containsPattern("consumption +provider +until 2100-01-01T00:00:00Z")
                .containsPattern("exportable +provider +yes")
                .containsPattern("audit +provider +aggregate");
    }

    @Test
    void list_json_isAnArrayOfKeys() throws IOException {
        Path config = Cli.config();
        keys(config, "generate one --type ec");
        keys(config, "generate two --type aes");
        String json = keys(config, "list --json").out();
        List<String> aliases = new ArrayList<>();
        try (JsonParser parser = Json.factory().createParser(json)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_ARRAY);
            while (parser.nextToken() != null) {
                if ("alias".equals(parser.currentName()) && parser.currentToken() == JsonToken.VALUE_STRING) {
                    aliases.add(parser.getText());
                }
            }
        }
        assertThat(aliases).containsExactlyInAnyOrder("one", "two");
        assertThat(keys(config, "list").out()).contains("local:one", "local:two", "EC_P256", "AES");
    }

    @Test
    void states_oneAfterTheOther_areShown() throws IOException {
        Path config = Cli.config();
        keys(config, "generate pump --type ec");
        assertThat(keys(config, "suspend pump --reason lost").out()).contains("local:pump is suspended");
        assertThat(keys(config, "resume pump").out()).contains("is active");
        assertThat(keys(config, "deactivate pump --reason old").out()).contains("is deactivated");
        assertThat(keys(config, "compromise pump --reason leaked").out()).contains("is compromised");
        assertThat(keys(config, "destroy pump --reason gone --yes").out()).contains("is destroyed");
        assertThat(keys(config, "list").out()).contains("DESTROYED");
        Cli.Result back = keys(config, "resume pump");
        assertThat(back.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(back.err()).startsWith("WK-K");
    }

    @Test
    void show_unknownAlias_exitsWithThreeAndTheProvidersCode() throws IOException {
        Cli.Result result = keys(Cli.config(), "show nobody");
        assertThat(result.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.err()).startsWith("WK-K012: ").doesNotContain("\tat ");
    }

    @Test
    void generate_aliasTaken_exitsWithThree() throws IOException {
        Path config = Cli.config();
        keys(config, "generate pump --type ec");
        Cli.Result again = keys(config, "generate pump --type ec");
        assertThat(again.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(again.err()).startsWith("WK-S005: ");
    }

    @Test
    void show_publicKey_isPem() throws IOException {
        Path config = Cli.config();
        keys(config, "generate pump --type ec");
        keys(config, "generate secret --type aes");
        assertThat(keys(config, "show pump --public-key").out())
                .startsWith("-----BEGIN PUBLIC KEY-----\nMFkw")
                .endsWith("-----END PUBLIC KEY-----\n");
        assertThat(keys(config, "show secret --public-key").exit()).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void generate_passwordToken_opensWithItsFileOnly() throws IOException {
        Path config = Cli.config("vault { type = software, protector = password }");
        Path password = Files.writeString(config.resolveSibling("password"), "correct horse\nsecond line\n");
        Path wrong = Files.writeString(config.resolveSibling("wrong"), "another\n");
        assertThat(keys(config, "generate pump --type ec --password-file " + password)
                        .exit())
                .isEqualTo(ExitCodes.OK);
        Cli.Result refused = keys(config, "list --password-file " + wrong);
        assertThat(refused.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(refused.err()).startsWith("WK-S003: ");
    }

    @Test
    void generate_noPasswordAndNoTerminal_isOneRefusalThatSaysWhatToGive() throws IOException {
        Cli.Result refused =
                keys(Cli.config("vault { type = software, protector = password }"), "generate pump --type ec");
        assertThat(refused.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(refused.err().strip())
                .isEqualTo("WK-U002: Token vault is not open. It opens with a password, and none was given:"
                        + " give --password-file FILE, or run this on a terminal.");
    }

    @Test
    void list_oneTokenThatNobodyOpens_listsTheOthers() throws Exception {
        Path config = Cli.config("local { type = software }", "desk { type = software, protector = password }");
        keys(config, "generate pump --type ec");
        assertThat(keys(config, "list").err()).isEmpty();
        Cli.sql(config, KEY_OF_DESK);

        Cli.Result listed = keys(config, "list");
        assertThat(listed.exit()).as(listed.err()).isEqualTo(ExitCodes.OK);
        assertThat(listed.out()).contains("local:pump").doesNotContain("desk");
        assertThat(listed.err().lines())
                .singleElement()
                .asString()
                .startsWith("Keys of token desk are not listed: WK-S007, Token desk is not open.")
                .contains("--password-file FILE --token desk");
        assertThat(keys(config, "list --json").out()).startsWith("[").contains("pump");

        Cli.sql(config, "UPDATE key SET token = 'desk'");
        assertThat(keys(config, "list").exit()).isEqualTo(ExitCodes.OK);
        assertThat(keys(config, "list").out()).contains("No keys in the tokens that are open.");
    }

    @Test
    void list_noTokenThatAnybodyOpens_refuses() throws Exception {
        Path config = Cli.config("desk { type = software, protector = password }");
        assertThat(keys(config, "list").exit()).isEqualTo(ExitCodes.OK);
        Cli.sql(config, KEY_OF_DESK);
        Cli.Result refused = keys(config, "list");
        assertThat(refused.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).startsWith("WK-U002: Token desk is not open.");
    }

    @Test
    void generate_keyFileUnusable_isNotAskedForAPassword() throws IOException {
        Path config = Cli.config("local { type = software, key-file = local.key }");
        Files.writeString(config.resolveSibling("local.key"), "no key\n");
        Cli.Result refused = keys(config, "generate pump --type ec");
        assertThat(refused.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(refused.err()).startsWith("WK-S003: ").doesNotContain("WK-U002", "password-file");
    }

    @Test
    void destroy_withProof_isVerifiedWithoutTheHome() throws IOException {
        Path config = Cli.config();
        keys(config, "generate pump --type ec");
        Path proof = config.resolveSibling("pump.tlog-proof");
        Cli.Result destroyed = keys(config, "destroy pump --reason scrapped --yes --proof " + proof);
        assertThat(destroyed.exit()).as(destroyed.err()).isEqualTo(ExitCodes.OK);
        String key = destroyed.out().lines().reduce((first, last) -> last).orElseThrow();
        key = key.substring(key.lastIndexOf(' ') + 1);

        Cli.Result proven = Cli.run("audit", "verify", "--proof", proof.toString(), "--verifier-key", key);
        assertThat(proven.exit()).as(proven.out() + proven.err()).isEqualTo(ExitCodes.OK);
        assertThat(proven.out())
                .contains("proven", "local", "pump", "public key SHA-256", "overwritten in the database")
                .contains("write-ahead log cut");

        assertThat(Cli.run("audit", "verify", "--proof", proof.toString()).err())
                .contains("--verifier-key");
        String text = Files.readString(proof);
        int record = text.indexOf("extra ") + 40;
        char altered = text.charAt(record) == 'A' ? 'B' : 'A';
        Files.writeString(proof, text.substring(0, record) + altered + text.substring(record + 1));
        Cli.Result forged = Cli.run("audit", "verify", "--proof", proof.toString(), "--verifier-key", key);
        assertThat(forged.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(forged.out()).contains("not proven").doesNotContain("overwritten");
    }

    @Test
    void destroy_proofFileExists_destroysNothing() throws IOException {
        Path config = Cli.config();
        keys(config, "generate pump --type ec");
        Cli.Result refused = keys(config, "destroy pump --reason scrapped --yes --proof " + config);
        assertThat(refused.exit()).isNotEqualTo(ExitCodes.OK);
        assertThat(refused.err()).contains("exists");
        assertThat(keys(config, "show pump").out()).contains("ACTIVE");
    }
}

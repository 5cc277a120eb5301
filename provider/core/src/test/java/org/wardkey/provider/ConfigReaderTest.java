package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardkey.provider.TokenConfig.TpmConfig;
import org.wardkey.provider.audit.AuditDurability;
import org.wardkey.provider.backend.tpm.TpmAddress;
import org.wardkey.provider.backend.tpm.TpmLifetime;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.policy.BundleKey;
import org.wardkey.provider.policy.Policy;
import org.wardkey.provider.policy.PolicyPack;

class ConfigReaderTest {
    private static final String SIGNER =
            BundleKey.ed25519("klinikum/security", new byte[32]).text(PolicyFiles.bundleCryptography());

    @TempDir
    private Path folder;

    private WardkeyConfig read(String text) throws Exception {
        return ConfigReader.read(Files.writeString(folder.resolve("wardkey.conf"), text));
    }

    @Test
    void read_everyKey_isTaken() throws Exception {
        WardkeyConfig config = read("""
                wardkey {
                  home = /var/lib/wardkey      # a comment
                  mode = general
                  tokens {
                    ward { type = software, key-file = /etc/wardkey/ward.key }
                    vault { type = software, protector = password, password-file = pin }
                    asks { protector = password }
                    pod { protector = password, password-env = WARDKEY_PASSWORD }
                    service { protector = password, password-credential = wardkey-password }
                    desk { protector = password, password-prompt = true }
                  }
                  policy = nist-sp800-57
                  policy-signers { required = 1, keys = [ "SIGNER" ] }
                  time-authority { keys = [ "SIGNER" ] }
                  audit { durability = durable }
                  libcrypto { path = /opt/openssl/libcrypto.so.3 }
                }
                """.replace("SIGNER", SIGNER));

        assertThat(config.home()).isEqualTo(Path.of("/var/lib/wardkey"));
        assertThat(config.tokens().keySet()).containsExactly("ward", "vault", "asks", "pod", "service", "desk");
        assertThat(config.defaultToken()).isEqualTo("ward");
        assertThat(config.tokens().get("ward").keyFile()).contains(Path.of("/etc/wardkey/ward.key"));
        assertThat(config.tokens().get("vault").password()).contains(new PasswordFile(folder.resolve("pin")));
        assertThat(config.tokens().get("asks").password()).isEmpty();
        assertThat(config.tokens().get("pod").password()).contains(new PasswordVariable("WARDKEY_PASSWORD"));
        assertThat(config.tokens().get("service").password()).contains(new PasswordCredential("wardkey-password"));
        assertThat(config.tokens().get("desk").password()).contains(new PasswordPrompt());
        assertThat(config.tokens().get("asks").keyFile()).isEmpty();
        assertThat(config.durability()).isEqualTo(AuditDurability.DURABLE);
        assertThat(config.libcrypto()).contains(Path.of("/opt/openssl/libcrypto.so.3"));
        assertThat(config.signers().required()).isEqualTo(1);
        assertThat(config.signers().keys()).extracting(BundleKey::name).containsExactly("klinikum/security");
        assertThat(config.timeAuthority()).isEqualTo(config.signers().keys());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "wardkey { home = h, hom = x } | unknown key hom",
                "wardkey { home = h }\\nother = 1 | unknown key other",
                "wardkey { home = h, tokens { a { typ = software } } } | unknown key typ",
                "wardkey { } | expected wardkey.home",
                "{} | expected a block wardkey",
                "wardkey { home = h, mode = fips-140 } | fips lets a validated module serve alone",
                "wardkey { home = h, fips { modul = x } } | modul",
                "wardkey { home = h,\\n policy = lax } | a pack of cnsa-2.0, nist-sp800-57, permissive-legacy, or a policy",
                "wardkey { home = h,\\n policy = lax } | wardkey.conf: 2: ",
                "wardkey { home = h, strict = yes } | expected strict = true or false",
                "wardkey { home = h, policy = [] } | at least one value",
                "wardkey { home = h, tokens { a { type = chip } } } | one of [",
                "wardkey { home = h, tokens { a { type = tpm2 } } } | expected transport, where the TPM is",
                "wardkey { home = h, tokens { a { protector = tpm } } } | expected transport, where the TPM is",
                "wardkey { home = h, tokens { a { type = tpm2, transport = dev } } } | expected device:/dev/tpmrm0",
                "wardkey { home = h, tokens { a { type = tpm2, transport = \"tcp:host:70000\" } } } | expected device:/dev/tpmrm0",
                "wardkey { home = h, tokens { a { type = tpm2, transport = \"device:tpm\" } } } | expected device:/dev/tpmrm0",
                "wardkey { home = h, tokens { a { transport = \"device:/dev/tpmrm0\" } } } | with type = tpm2 or protector = tpm",
                "wardkey { home = h, tokens { a { type = tpm2, key-file = k, transport = \"tcp:h:1\" } } } | expected no key-file and no source",
                "wardkey { home = h, tokens { a { type = tpm2, password-env = A, transport = \"tcp:h:1\" } } } | no source of a password with",
                "wardkey { home = h, mode = fips, tokens { a { type = tpm2, transport = \"tcp:h:1\" } } } | with mode = fips",
                "wardkey { home = h, mode = fips, tokens { a { protector = tpm, transport = \"tcp:h:1\" } } } | with mode = fips",
                "wardkey { home = h, tokens { } } | at least one token",
                "wardkey { home = h, tokens { A1 { } } } | token's name",
                "wardkey { home = h, tokens { a = 1 } } | expected a block",
                "wardkey { home = h, tokens = 1 } | tokens",
                "wardkey { home = h, tokens { a { protector = password, key-file = k } } } | expected key-file with",
                "wardkey { home = h, tokens { a { password-file = k } } } | a source of the password with protector = password",
                "wardkey { home = h, tokens { a { password-prompt = true } } } | a source of the password with",
                "wardkey { home = h, tokens { a { protector = password, password-env = A, password-file = k } } } | one source of the password, got 2",
                "wardkey { home = h, tokens { a { protector = password, password-env = A-B } } } | the name of a variable",
                "wardkey { home = h, tokens { a { protector = password, password-credential = ../x } } } | name of a credential",
                "wardkey { home = h, tokens { a { protector = password, password-prompt = ask } } } | true or false",
                "wardkey { home = h, audit { durability = often } } | durable waits",
                "wardkey { home = h, policy-signers { required = 1 } } | expected keys",
                "wardkey { home = h, policy-signers { required = 1, keys = [x] } } | key 1: Expected a verifier key",
                "wardkey { home = h, policy-signers { required = 1, kys = [x] } } | unknown key kys",
                "wardkey { home = h, policy-signers { keys = [KEY] } } | expected required",
                "wardkey { home = h, policy-signers { required = 0, keys = [KEY] } } | a number of keys from 1",
                "wardkey { home = h, policy-signers { required = 2, keys = [KEY] } } | required to be 1 to 1",
                "wardkey { home = h, policy-signers { required = 1, keys = [KEY, KEY] } } | each key of a signer once",
                "wardkey { home = h, time-authority { } } | expected keys",
                "wardkey { home = h, time-authority { keys = [] } } | at least one value",
                "wardkey { home = h, time-authority { keys = [x] } } | key 1: Expected a verifier key",
                "wardkey { home = h, time-authority { keys = [KEY], required = 1 } } | 1: unknown key required",
                "wardkey { home = h, time-authority { keys = [KEY, KEY] } } | each key of an authority once",
                "wardkey { home = [1] } | home",
                "wardkey { home = ${HOME} } | HOME",
                "include \"other.conf\"\\nwardkey { home = h } | no include",
                "include file(\"/etc/passwd\")\\nwardkey { home = h } | no include",
                "include classpath(\"x.conf\")\\nwardkey { home = h } | no include",
                "include required(file(\"x.conf\"))\\nwardkey { home = h } | no include",
                "include url(\"file:///etc/passwd\")\\nwardkey { home = h } | no include",
                "wardkey { home = h | wardkey.conf"
            })
    void read_mistake_saysWhatWasExpected(String text, String expected) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n").replace("KEY", '"' + SIGNER + '"')))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining(expected.strip());
    }

    private Policy combined(String names) throws Exception {
        return Policy.combine(
                read("wardkey { home = h, policy = " + names + " }").policy(), PolicyPack.LIBRARY);
    }

    @Test
    void read_tokensWithATpm_saysWhatHasTheKeysAndWhatOpensThem() throws Exception {
        WardkeyConfig config = read("""
                wardkey {
                  home = /var/lib/wardkey
                  tokens {
                    chip { type = tpm2, transport = "device:/dev/tpmrm0" }
                    both { type = tpm2, transport = "tcp:127.0.0.1:2321", protector = key-file, key-file = both.key }
                    sealed { protector = tpm, transport = "unix:/run/tpm.sock" }
                    local { type = software }
                  }
                }
                """);
        assertThat(config.tokens().get("chip").tpm())
                .contains(new TpmConfig(
                        new TpmAddress("device:/dev/tpmrm0"), true, Optional.of(Path.of("/var/lib/wardkey/chip.tpm"))));
        assertThat(config.tokens().get("chip").keyFile()).isEmpty();
        assertThat(config.tokens().get("both").tpm())
                .contains(new TpmConfig(new TpmAddress("tcp:127.0.0.1:2321"), true, Optional.empty()));
        assertThat(config.tokens().get("both").keyFile()).contains(folder.resolve("both.key"));
        assertThat(config.tokens().get("sealed").tpm())
                .contains(new TpmConfig(
                        new TpmAddress("unix:/run/tpm.sock"),
                        false,
                        Optional.of(Path.of("/var/lib/wardkey/sealed.tpm"))));
        assertThat(config.tokens().get("local").tpm()).isEmpty();
    }

    /** What docs/tpm.md tells people to write. */
    @Test
    void read_examplesOfTheTpmDocument_areTaken() throws Exception {
        String document = Files.readString(Path.of("../../docs/tpm.md"));
        List<String> blocks = Pattern.compile("```\n(.*?)```", Pattern.DOTALL)
                .matcher(document)
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).hasSize(3);
        assertThat(read(blocks.get(0)).tokens().get("tpm0").tpm().orElseThrow().hasKeys())
                .isTrue();
        for (String signer : List.of("authority.pem", "clinic.pem")) {
            Files.writeString(folder.resolve(signer), publicKey("secp256r1"));
        }
        TpmLifetime lifetime = read("wardkey { home = /var/lib/wardkey, tokens {\n" + blocks.get(1) + "} }")
                .tokens()
                .get("tpm0")
                .tpm()
                .orElseThrow()
                .lifetime()
                .orElseThrow();
        assertThat(lifetime.epochIndex()).isEqualTo(TpmLifetime.USUAL_INDEX);
        assertThat(lifetime.override()).isPresent();
        assertThat(lifetime.window()).isEqualTo(Path.of("/var/lib/wardkey/tpm0.window"));
        TpmConfig sealed = read("wardkey { home = /var/lib/wardkey, tokens {\n" + blocks.get(2) + "} }")
                .tokens()
                .get("local")
                .tpm()
                .orElseThrow();
        assertThat(sealed.hasKeys()).isFalse();
        assertThat(sealed.sealedKey()).isPresent();
    }

    private static String publicKey(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec(curve));
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(generator.generateKeyPair().getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    @Test
    void read_authorityOfATpm_mistakes_sayWhatIsExpected() throws Exception {
        Files.writeString(folder.resolve("good.pem"), publicKey("secp384r1"));
        Files.writeString(folder.resolve("large.pem"), publicKey("secp521r1"));
        Files.writeString(folder.resolve("text.pem"), "no key");
        String tpm = "type = tpm2, transport = \"device:/dev/tpmrm0\"";
        Map<String, String> wrong = Map.of(
                tpm + ", authority = none.pem",
                "found none",
                tpm + ", authority = text.pem",
                "expected a public key of EC on P-256 or P-384",
                tpm + ", authority = large.pem",
                "expected a public key of EC on P-256 or P-384",
                tpm + ", override = good.pem",
                "with authority",
                tpm + ", epoch-index = \"0x01800000\"",
                "with authority",
                tpm + ", authority = good.pem, epoch-index = \"0x81000001\"",
                "expected an NV index",
                tpm + ", authority = good.pem, epoch-index = \"0x01fffffe\"",
                "expected an NV index",
                "type = software, authority = good.pem",
                "with type = tpm2",
                "protector = tpm, transport = \"unix:/t\", authority = good.pem",
                "with type = tpm2");
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            assertThatThrownBy(() -> read("wardkey { home = h, tokens { a { " + one.getKey() + " } } }"))
                    .as(one.getKey())
                    .hasMessageContaining("wardkey.conf: 1")
                    .hasMessageContaining(one.getValue());
        }
        String near = "wardkey { home = h, tokens { a { " + tpm + ", authority = good.pem }, b { " + tpm
                + ", authority = good.pem, epoch-index = \"%s\" } } }";
        assertThatThrownBy(() -> read(String.format(near, "0x0180574d"))).hasMessageContaining("at least 3 away");
        assertThat(read(String.format(near, "0x0180574e")).tokens()).hasSize(2);
        assertThat(read(String.format(near, "0x0180574b")).tokens()).hasSize(2);
        assertThat(read("wardkey { home = h, tokens { a { " + tpm + ", authority = good.pem } } }")
                        .tokens()
                        .get("a")
                        .tpm()
                        .orElseThrow()
                        .lifetime())
                .isPresent();
    }

    @Test
    void read_policies_areCombinedWithTheirIncludes() throws Exception {
        Files.writeString(
                folder.resolve("ward.conf"), "policy { name = ward, version = 1\n include \"limits.conf\"\n}");
        Files.writeString(folder.resolve("limits.conf"), "keys { tls { exportable = false } }");
        assertThat(read("wardkey { home = h }").policy()).isEmpty();
        assertThat(read("wardkey { home = h, policy = cnsa-2.0 }").policy()).hasSize(1);
        assertThat(combined("[ward.conf, nist-sp800-57]")).isEqualTo(combined("[nist-sp800-57, ward.conf]"));

        Files.writeString(folder.resolve("ward.conf"), "policy {\n name = ward\n version = 1\n kys { }\n}");
        assertThatThrownBy(() -> read("wardkey { home = h, policy = ward.conf }"))
                .hasMessageContaining("ward.conf: 4: unknown key kys");
        for (String include : new String[] {"../limits.conf", "/etc/passwd", "ward.conf", "none.conf"}) {
            Files.writeString(
                    folder.resolve("ward.conf"), "policy { name = ward, version = 1\n include \"" + include + "\" }");
            assertThatThrownBy(() -> read("wardkey { home = h, policy = ward.conf }"))
                    .hasMessageContaining("ward.conf: 2: expected no include here");
        }
    }

    @Test
    void read_mistake_saysFileAndLine() {
        assertThatThrownBy(() -> read("wardkey {\n  home = h\n  tokens {\n    a { colour = red }\n  }\n}\n"))
                .hasMessageContaining("wardkey.conf: 4")
                .hasMessageContaining("colour");
    }

    @Test
    void read_hugeFile_refuses() {
        assertThatThrownBy(() -> read("wardkey { home = h }\n" + "# padding\n".repeat(200_000)))
                .hasMessageContaining("1048576");
    }

    @Test
    void read_folderOrNothing_refuses() {
        assertThatThrownBy(() -> ConfigReader.read(folder)).hasMessageContaining("expected a configuration file");
        assertThatThrownBy(() -> ConfigReader.read(folder.resolve("absent"))).hasMessageContaining("found none");
    }

    @Test
    void provider_unusableConfiguration_isLockedAndServesPlainKeys() throws Exception {
        WardkeyProvider provider = TestHome.with(folder, "hom = x\n").provider();
        assertThat(provider.state()).isEqualTo("LOCKED");

        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(generator.generateKeyPair().getPrivate());
        assertThat(signature.sign()).isNotEmpty();
        assertThat(MessageDigest.getInstance("SHA-256", (Provider) provider).digest())
                .hasSize(32);
        generator.initialize(KeyGenParameters.builder("a", Purpose.SIGN).build());
        assertThatThrownBy(generator::generateKeyPair)
                .hasMessageContaining("WK-C001")
                .hasMessageContaining("wardkey.conf: 2");
    }
}

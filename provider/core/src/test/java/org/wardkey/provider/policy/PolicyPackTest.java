package org.wardkey.provider.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wardkey.provider.policy.TestKeys.CREATED;
import static org.wardkey.provider.policy.TestKeys.day;
import static org.wardkey.provider.policy.TestKeys.key;
import static org.wardkey.provider.policy.TestKeys.request;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Purpose;

class PolicyPackTest {
    static List<String> packs() {
        return PolicyPack.NAMES;
    }

    private static Policy pack(String name) throws PolicyProblem {
        return Policy.combine(List.of(PolicyPack.document(name)), PolicyPack.LIBRARY);
    }

    private static Path project() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("CONTRIBUTING.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    @ParameterizedTest
    @MethodSource("packs")
    void render_pack_isTheSnapshot(String name) throws Exception {
        Path snapshot =
                project().resolve("provider/core/src/test/resources/org/wardkey/provider/policy/" + name + ".txt");
        String text = PolicySnapshot.render(pack(name));
        if (Boolean.getBoolean("wardkey.regenerate")) {
            Files.createDirectories(snapshot.getParent());
            Files.writeString(snapshot, text);
            return;
        }
        assertThat(text)
                .as("run this test with -Dwardkey.regenerate=true and commit what changes")
                .isEqualTo(Files.readString(snapshot));
    }

    @ParameterizedTest
    @MethodSource("packs")
    void document_everyRule_namesItsSource(String name) throws Exception {
        assertThat(PolicyPack.document(name).name()).isEqualTo(name);
        assertThat(PolicyPack.document(name).rules())
                .allSatisfy(rule -> assertThat(rule.header().source()).isNotEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "EC_P256, 256, SIGN, ECDSA, SHA_256",
        "EC_P256, 256, SIGN, ECDSA, SHA_224",
        "EC_P256, 256, SIGN, ECDSA, NONE",
        "EC_P256, 256, AGREE, ECDH, NONE",
        "EC_P521, 521, SIGN, ECDSA, SHA_512",
        "RSA, 2048, SIGN, RSA_PKCS1, SHA_256",
        "RSA, 2048, SIGN, RSA_PSS, SHA_512_224",
        "RSA, 2048, DECRYPT, RSA_OAEP, SHA_1",
        "RSA, 2048, UNWRAP, RSA_OAEP, SHA_256",
        "ED25519, 255, SIGN, ED25519, NONE",
        "X25519, 255, AGREE, X25519, NONE",
        "ED448, 448, SIGN, ED448, NONE",
        "X448, 448, AGREE, X448, NONE",
        "AES, 128, ENCRYPT, AES_GCM, NONE",
        "AES, 192, WRAP, AES_KW, NONE",
        "AES, 256, UNWRAP, AES_KWP, NONE",
        "HMAC, 112, MAC, HMAC, SHA_224",
    })
    void defaultPack_ordinaryUse_isAllowedAndUnobserved(
            KeyType type, int bits, Purpose purpose, Family family, Digest digest) {
        KeyPolicy policy = PolicyPack.defaultPolicy().forKey(key(type, bits));
        assertThat(policy.admit(CREATED)).isEqualTo(new Decision.Allow());
        assertThat(policy.decide(request(purpose, family, digest), CREATED)).isEqualTo(new Decision.Allow());
    }

    @Test
    void defaultPack_sunsets_comeOnTheirDays() {
        KeyFacts rsa = young(key(KeyType.RSA, 2048), "2030-06-01");
        KeyPolicy policy = PolicyPack.defaultPolicy().forKey(rsa);
        assertThat(policy.decide(request(Purpose.SIGN, Family.RSA_PSS, Digest.SHA_256), day("2030-12-31"))
                        .allowed())
                .isTrue();
        assertThat(policy.decide(request(Purpose.SIGN, Family.RSA_PSS, Digest.SHA_256), day("2031-01-01")))
                .isInstanceOfSatisfying(
                        Decision.Deny.class,
                        deny -> assertThat(deny.refusal().rule()).isEqualTo("nist-sp800-57/strength-112"));
        assertThat(policy.decide(request(Purpose.DECRYPT, Family.RSA_OAEP, Digest.SHA_256), day("2031-01-01"))
                        .allowed())
                .isTrue();
        KeyPolicy curve = PolicyPack.defaultPolicy().forKey(young(key(KeyType.EC_P256, 256), "2035-06-01"));
        assertThat(curve.decide(request(Purpose.SIGN, Family.ECDSA, Digest.SHA_256), day("2036-01-01")))
                .isInstanceOfSatisfying(
                        Decision.Allow.class,
                        allow -> assertThat(allow.observations()).hasSize(1));
    }

    private static KeyFacts young(KeyFacts key, String created) {
        return new KeyFacts(
                key.id(),
                key.token(),
                key.alias(),
                key.type(),
                key.sizeBits(),
                key.state(),
                key.authorizations(),
                false,
                day(created));
    }

    @Test
    void defaultPack_oldKeys_stopProtectingAndNeverStopDecrypting() {
        KeyPolicy aes = PolicyPack.defaultPolicy().forKey(key(KeyType.AES, 256));
        assertThat(aes.decide(request(Purpose.ENCRYPT, Family.AES_GCM), day("2028-12-01"))
                        .allowed())
                .isFalse();
        assertThat(aes.decide(request(Purpose.DECRYPT, Family.AES_GCM), day("2099-01-01"))
                        .allowed())
                .isTrue();
        assertThat(aes.effectiveAuthorizations(CREATED).authorizations().maximumOperations())
                .hasValue(1L << 32);
    }

    @ParameterizedTest
    @CsvSource({
        "EC_P256, 256, SIGN, ECDSA, SHA_384, false",
        "EC_P384, 384, SIGN, ECDSA, SHA_384, true",
        "EC_P384, 384, SIGN, ECDSA, SHA_256, false",
        "EC_P521, 521, SIGN, ECDSA, SHA_512, false",
        "RSA, 2048, SIGN, RSA_PSS, SHA_384, false",
        "RSA, 3072, SIGN, RSA_PSS, SHA_384, true",
        "AES, 128, ENCRYPT, AES_GCM, NONE, false",
        "AES, 256, ENCRYPT, AES_GCM, NONE, true",
        "ED25519, 255, SIGN, ED25519, NONE, false",
        "HMAC, 256, MAC, HMAC, SHA_384, true",
        "HMAC, 256, MAC, HMAC, SHA_256, false",
    })
    void cnsa_suite_isWhatIsAllowed(
            KeyType type, int bits, Purpose purpose, Family family, Digest digest, boolean allowed) throws Exception {
        KeyPolicy policy = pack("cnsa-2.0").forKey(key(type, bits));
        assertThat(policy.decide(request(purpose, family, digest), CREATED).allowed())
                .isEqualTo(allowed);
        assertThat(policy.decide(request(purpose, family, digest), day("2032-01-01"))
                        .allowed())
                .isEqualTo(allowed && (type == KeyType.AES || type == KeyType.HMAC));
    }

    @Test
    void permissiveLegacy_oldSizes_areAllowed() throws Exception {
        KeyPolicy rsa = pack("permissive-legacy").forKey(key(KeyType.RSA, 1024));
        assertThat(rsa.admit(CREATED).allowed()).isTrue();
        assertThat(rsa.decide(request(Purpose.SIGN, Family.RSA_PKCS1, Digest.SHA_256), CREATED))
                .isInstanceOfSatisfying(
                        Decision.Allow.class,
                        allow -> assertThat(allow.observations()).hasSize(1));
        assertThat(pack("permissive-legacy")
                        .forKey(key(KeyType.RSA, 1023))
                        .admit(CREATED)
                        .allowed())
                .isFalse();
    }

    @Test
    void documentation_everyExample_isAPolicyOrRefusedAsItSays() throws IOException, PolicyProblem {
        String text = Files.readString(project().resolve("docs/policy.md"));
        Matcher block = Pattern.compile("```hocon\\n(.*?)```", Pattern.DOTALL).matcher(text);
        List<PolicyDocument> documents = new ArrayList<>();
        while (block.find()) {
            documents.add(PolicyReader.read("policy.md", block.group(1)));
        }
        assertThat(documents).hasSizeGreaterThanOrEqualTo(4);
        Policy policy = Policy.combine(documents, PolicyPack.LIBRARY);
        assertThat(policy.exceptions()).isNotEmpty();
        for (AlgorithmName algorithm : AlgorithmName.values()) {
            assertThat(text).contains(algorithm.standardName());
        }
    }
}

package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.backend.JdkProviders;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.policy.BundleCryptography;
import org.wardkey.provider.policy.BundleKey;
import org.wardkey.provider.policy.DocumentReader;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.PolicyReader;
import org.wardkey.provider.policy.PolicySigners;
import org.wardkey.provider.policy.SignedDocument;

/** A document with signatures as one text, and the keys that make them. */
class SignedDocumentTest {
    private static final BundleCryptography CRYPTOGRAPHY = new JdkBundleCryptography();
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final String CONTENT = "policy {\n\n  name = ward\n  version = 7\n\n}\n";

    @TempDir
    Path folder;

    private PolicySigningKey security;
    private PolicySigningKey medical;
    private DocumentReader reader;

    @BeforeEach
    void makeKeys() throws Exception {
        security = PolicySigningKey.create(folder.resolve("security.key"), "klinikum/security");
        medical = PolicySigningKey.create(folder.resolve("medical.key"), "klinikum/medical");
        reader = new DocumentReader(
                new PolicySigners(2, List.of(security.publicKey(), medical.publicKey())), CRYPTOGRAPHY);
    }

    private static SignedDocument unsigned(String content) throws PolicyProblem {
        return SignedDocument.of(PolicyReader.read("w", CONTENT), content, START, List.of(), CRYPTOGRAPHY);
    }

    private String signed() throws PolicyProblem {
        return medical.sign(security.sign(unsigned(CONTENT))).text();
    }

    @Test
    void read_signedByBoth_givesDocumentAndSigners() throws Exception {
        DocumentReader.Believed believed = reader.read("w", signed(), START);
        assertThat(believed.document()).isEqualTo(PolicyReader.read("w", CONTENT));
        assertThat(believed.signers()).containsExactly("klinikum/security", "klinikum/medical");
        SignedDocument parsed = SignedDocument.parse(signed());
        assertThat(parsed.text()).isEqualTo(signed());
        assertThat(parsed.content()).isEqualTo(CONTENT);
        assertThat(parsed.signatures())
                .extracting(SignedDocument.Signature::hash)
                .containsExactly(
                        security.publicKey().hash(CRYPTOGRAPHY),
                        medical.publicKey().hash(CRYPTOGRAPHY));
    }

    @Test
    void read_everyTruncationAndFlippedBit_refuses() throws Exception {
        String text = signed();
        for (int i = 0; i < text.length(); i++) {
            String cut = text.substring(0, i);
            assertThatThrownBy(() -> reader.read("w", cut, START))
                    .as("cut at %s", i)
                    .isInstanceOf(PolicyProblem.class);
            char[] flipped = text.toCharArray();
            flipped[i] = (char) (flipped[i] ^ 1);
            assertThatThrownBy(() -> reader.read("w", new String(flipped), START))
                    .as("flipped at %s", i)
                    .isInstanceOf(PolicyProblem.class);
        }
    }

    /** 68 bytes leave two bits of the last character unused. */
    @Test
    void read_bitsBehindTheSignature_refuses() throws Exception {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        String text = signed();
        int last = text.indexOf("=\n\n") - 1;
        char other = alphabet.charAt(alphabet.indexOf(text.charAt(last)) | 1);
        String malleable = text.substring(0, last) + other + text.substring(last + 1);
        assertThat(malleable).isNotEqualTo(text);
        assertThatThrownBy(() -> reader.read("w", malleable, START)).isInstanceOf(PolicyProblem.class);
    }

    @Test
    void read_contentOfAnotherVersion_isRefusedThoughSigned() throws Exception {
        String text =
                medical.sign(security.sign(unsigned(CONTENT.replace("7", "8")))).text();
        assertThatThrownBy(() -> reader.read("w", text, START))
                .isInstanceOfSatisfying(
                        PolicyProblem.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.BUNDLE_ALTERED))
                .hasMessageContaining("ward 8");
    }

    @Test
    void readUnverified_alteredContent_refuses() throws Exception {
        String altered = signed().replace("policy {", "policy { ");
        assertThatThrownBy(() -> new DocumentReader(PolicySigners.NONE, CRYPTOGRAPHY).readUnverified("w", altered))
                .isInstanceOfSatisfying(
                        PolicyProblem.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.BUNDLE_ALTERED));
    }

    @Test
    void key_writtenAndRead_signsTheSame() throws Exception {
        try (PolicySigningKey read = PolicySigningKey.read(folder.resolve("security.key"))) {
            assertThat(read.publicKey()).isEqualTo(security.publicKey());
            assertThat(read.sign(unsigned(CONTENT)).text())
                    .isEqualTo(security.sign(unsigned(CONTENT)).text());
        }
        assertThat(security.toString()).isEqualTo("PolicySigningKey[klinikum/security (ED25519)]");
        security.close();
        assertThatThrownBy(() -> security.sign(unsigned(CONTENT))).isInstanceOf(IllegalStateException.class);
    }

    /** Source: RFC 8032 §7.1, test 1; the hash is that of signed-note over it. */
    @Test
    void key_ofRfc8032_hasItsPublicKeyAndSignature() throws Exception {
        HexFormat hex = HexFormat.of();
        byte[] seed = hex.parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        byte[] expected = hex.parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        BundleKey publicKey = BundleKey.ed25519("rfc", expected);
        byte[] typed = new byte[33];
        typed[0] = 1;
        System.arraycopy(seed, 0, typed, 1, 32);
        Path file = folder.resolve("rfc.key");
        PolicySigningKey.create(file, "rfc").close();
        Files.writeString(
                file,
                "PRIVATE+KEY+rfc+" + publicKey.hash(CRYPTOGRAPHY) + "+"
                        + Base64.getEncoder().encodeToString(typed));
        try (PolicySigningKey read = PolicySigningKey.read(file)) {
            assertThat(read.publicKey()).isEqualTo(publicKey);
        }
    }

    @Test
    void verifierKey_everyTypeRoundTrips_andNothingElseIsRead() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", JdkProviders.SUN_EC.provider());
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        BundleKey ecdsa = new BundleKey(
                "k",
                BundleKey.Type.ECDSA_P256,
                generator.generateKeyPair().getPublic().getEncoded());
        for (BundleKey key : List.of(ecdsa, security.publicKey())) {
            String text = key.text(CRYPTOGRAPHY);
            assertThat(BundleKey.parse(text, CRYPTOGRAPHY)).isEqualTo(key);
            for (int i = 0; i < text.length(); i++) {
                String cut = text.substring(0, i);
                assertThatThrownBy(() -> BundleKey.parse(cut, CRYPTOGRAPHY))
                        .isInstanceOf(IllegalArgumentException.class);
                if (key.type() == BundleKey.Type.ECDSA_P256 && i < key.name().length()) {
                    // Source: C2SP signed-note: the hash of an ECDSA key is that of the key alone.
                    continue;
                }
                char[] flipped = text.toCharArray();
                flipped[i] = (char) (flipped[i] ^ 1);
                assertThatThrownBy(() -> BundleKey.parse(new String(flipped), CRYPTOGRAPHY))
                        .as("flipped at %s", i)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
        assertThat(org.wardkey.provider.audit.VerifierKey.parse(
                                security.publicKey().text(CRYPTOGRAPHY))
                        .name())
                .as("the same form as the log's keys")
                .isEqualTo("klinikum/security");
    }
}

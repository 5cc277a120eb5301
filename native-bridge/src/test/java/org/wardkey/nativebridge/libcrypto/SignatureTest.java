package org.wardkey.nativebridge.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.LIBCRYPTO;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.assertErrorQueueEmpty;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.digest;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.flip;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.hex;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.isSha3;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.jdkName;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.privateKey;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.publicKey;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SignatureTest {
    private static final byte[] MESSAGE = "infusion rate 5 ml/h".getBytes(StandardCharsets.UTF_8);

    @AfterEach
    void errorQueue_afterEveryTest_isEmpty() {
        assertErrorQueueEmpty();
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void ecdsa_everyDigest_agreesWithTheJdk(Curve curve) throws Exception {
        KeyPair pair = TestLibcrypto.jdkEc(curve);
        for (Digest digest : Digest.values()) {
            if (digest == Digest.SHA512_224 || digest == Digest.SHA512_256 || isSha3(digest)) {
                continue; // The JDK has no ECDSA row for these two; SHA-3 is there for HMAC.
            }
            byte[] value = digest(digest, MESSAGE);
            assertAgrees(
                    pair,
                    digest.name() + "withECDSA",
                    null,
                    key -> Ecdsa.sign(key, value),
                    (key, signature) -> Ecdsa.verify(key, value, signature));
        }
    }

    @Test
    void ecdsa_malformedSignature_isFalse() {
        try (EvpKey key = EvpKey.generateEc(LIBCRYPTO, Curve.P256)) {
            byte[] value = new byte[32];
            byte[] signature = Ecdsa.sign(key, value);
            assertThat(Ecdsa.verify(key, flip(value, 3), signature)).isFalse();
            for (int length = 0; length < signature.length; length++) {
                assertThat(Ecdsa.verify(key, value, Arrays.copyOf(signature, length)))
                        .isFalse();
                assertErrorQueueEmpty();
            }
            assertThat(Ecdsa.verify(key, value, Arrays.copyOf(signature, signature.length + 1)))
                    .isFalse();
            assertThat(Ecdsa.verify(key, value, new byte[1 << 20])).isFalse();
            // r = s = 0
            assertThat(Ecdsa.verify(key, value, hex("3006020100020100"))).isFalse();
            for (int length : new int[] {0, 65}) {
                assertThatThrownBy(() -> Ecdsa.sign(key, new byte[length]))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1024", "2048", "3072", "4096"})
    void rsa_everyScheme_agreesWithTheJdk(int sizeBits) throws Exception {
        KeyPair pair = TestLibcrypto.jdkRsa(sizeBits);
        for (Digest digest : Digest.values()) {
            if (isSha3(digest)) {
                continue; // SHA-3 is there for HMAC.
            }
            byte[] value = digest(digest, MESSAGE);
            assertAgrees(
                    pair,
                    digest.name().replace('_', '/') + "withRSA",
                    null,
                    key -> RsaSignature.signPkcs1(key, digest, value),
                    (key, signature) -> RsaSignature.verifyPkcs1(key, digest, value, signature));
            int saltSizeBytes = Math.min(digest.sizeBytes(), sizeBits / 8 - digest.sizeBytes() - 2);
            var parameters = new RsaSignature.PssParameters(digest, Digest.SHA256, saltSizeBytes);
            assertAgrees(
                    pair,
                    "RSASSA-PSS",
                    new PSSParameterSpec(jdkName(digest), "MGF1", MGF1ParameterSpec.SHA256, saltSizeBytes, 1),
                    key -> RsaSignature.signPss(key, parameters, value),
                    (key, signature) -> RsaSignature.verifyPss(key, parameters, value, signature));
        }
        assertAgrees(
                pair,
                "NONEwithRSA",
                null,
                key -> RsaSignature.signRaw(key, MESSAGE),
                (key, signature) -> RsaSignature.verifyRaw(key, MESSAGE, signature));
    }

    @Test
    void rsaPss_otherSaltLength_isFalse() {
        try (EvpKey key = EvpKey.generateRsa(LIBCRYPTO, 2048)) {
            byte[] value = new byte[32];
            for (int salt : new int[] {0, 20, 32, 222}) {
                var made = new RsaSignature.PssParameters(Digest.SHA256, Digest.SHA256, salt);
                byte[] signature = RsaSignature.signPss(key, made, value);
                assertThat(RsaSignature.verifyPss(key, made, value, signature)).isTrue();
                var other = new RsaSignature.PssParameters(Digest.SHA256, Digest.SHA256, salt == 20 ? 21 : 20);
                assertThat(RsaSignature.verifyPss(key, other, value, signature)).isFalse();
            }
            var tooLong = new RsaSignature.PssParameters(Digest.SHA256, Digest.SHA256, 223);
            assertThatThrownBy(() -> RsaSignature.signPss(key, tooLong, value)).isInstanceOf(LibcryptoException.class);
            assertErrorQueueEmpty();
            assertThatThrownBy(() -> new RsaSignature.PssParameters(Digest.SHA256, Digest.SHA256, -1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void rsa_wrongSizes_areRefused() {
        try (EvpKey key = EvpKey.generateRsa(LIBCRYPTO, 2048)) {
            byte[] signature = RsaSignature.signPkcs1(key, Digest.SHA256, new byte[32]);
            assertThat(RsaSignature.verifyPkcs1(key, Digest.SHA256, new byte[32], Arrays.copyOf(signature, 255)))
                    .isFalse();
            assertThat(RsaSignature.verifyPkcs1(key, Digest.SHA256, new byte[32], new byte[1 << 20]))
                    .isFalse();
            assertThat(RsaSignature.signRaw(key, new byte[245])).hasSize(256);
            assertThatThrownBy(() -> RsaSignature.signRaw(key, new byte[246]))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> RsaSignature.signPkcs1(key, Digest.SHA256, new byte[31]))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Ecdsa.sign(key, new byte[32])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** AWS-LC leaves Curve448 out. */
    @Test
    void ed448_messages_agreeWithTheJdk() throws Exception {
        if (!LIBCRYPTO.capabilities().has(LibcryptoCapabilities.Algorithm.ED448)) {
            assertThatThrownBy(() -> EvpKey.generate(LIBCRYPTO, KeyType.ED448)).isInstanceOf(LibcryptoException.class);
            return;
        }
        KeyPair pair = TestLibcrypto.jdk("Ed448");
        for (int size : new int[] {0, 1, 20_000}) {
            byte[] message = new byte[size];
            try (EvpKey own = privateKey(pair);
                    EvpKey other = publicKey(pair)) {
                byte[] signature = EdDsa.sign(own, message);
                assertThat(signature).hasSize(114);
                assertThat(jdkVerifies(pair, "Ed448", null, message, signature)).isTrue();
                assertThat(EdDsa.verify(other, message, flip(signature, 40))).isFalse();
                assertThat(EdDsa.verify(other, message, Arrays.copyOf(signature, 113)))
                        .isFalse();
            }
        }
    }

    @Test
    void ed25519_messagesOfManySizes_agreeWithTheJdk() throws Exception {
        KeyPair pair = TestLibcrypto.jdk("Ed25519");
        for (int size : new int[] {0, 1, 64, 20_000, 1 << 20}) {
            byte[] message = new byte[size];
            Arrays.fill(message, (byte) 7);
            try (EvpKey own = privateKey(pair);
                    EvpKey other = publicKey(pair)) {
                byte[] signature = EdDsa.sign(own, message);
                assertThat(jdkVerifies(pair, "Ed25519", null, message, signature))
                        .isTrue();
                assertThat(EdDsa.verify(other, message, jdkSigns(pair, "Ed25519", null, message)))
                        .isTrue();
                assertThat(EdDsa.verify(other, message, flip(signature, 40))).isFalse();
                assertThat(EdDsa.verify(other, message, Arrays.copyOf(signature, 63)))
                        .isFalse();
            }
        }
    }

    /** Source: RFC 8032 §7.1, tests 1 to 3. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    })
    void ed25519_rfc8032Examples_match(String seed, String message, String signature) {
        byte[] pkcs8 = hex("302e020100300506032b657004220420" + seed);
        try (EvpKey key = EvpKey.fromPkcs8(LIBCRYPTO, pkcs8)) {
            assertThat(EdDsa.sign(key, hex(message))).isEqualTo(hex(signature));
            assertThat(EdDsa.verify(key, hex(message), hex(signature))).isTrue();
        }
    }

    @Test
    void sign_publicKeyOrOtherType_isRefused() throws Exception {
        try (EvpKey ec = publicKey(TestLibcrypto.jdkEc(Curve.P256));
                EvpKey ed = publicKey(TestLibcrypto.jdk("Ed25519"))) {
            assertThatThrownBy(() -> Ecdsa.sign(ec, new byte[32])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> EdDsa.sign(ed, MESSAGE)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> EdDsa.verify(ec, MESSAGE, new byte[64]))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> RsaSignature.signRaw(ec, MESSAGE)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @FunctionalInterface
    private interface Verifier {
        boolean verify(EvpKey key, byte[] signature);
    }

    /** Each side verifies the other's signature, and refuses it with one bit flipped. */
    private static void assertAgrees(
            KeyPair pair,
            String jdkAlgorithm,
            @Nullable AlgorithmParameterSpec parameters,
            Function<EvpKey, byte[]> sign,
            Verifier verifier)
            throws GeneralSecurityException {
        try (EvpKey own = privateKey(pair);
                EvpKey other = publicKey(pair)) {
            Predicate<byte[]> verify = signature -> verifier.verify(other, signature);
            byte[] ours = sign.apply(own);
            assertErrorQueueEmpty();
            byte[] theirs = jdkSigns(pair, jdkAlgorithm, parameters, MESSAGE);
            assertThat(jdkVerifies(pair, jdkAlgorithm, parameters, MESSAGE, ours))
                    .as(jdkAlgorithm)
                    .isTrue();
            assertThat(verify).as(jdkAlgorithm).accepts(ours, theirs);
            assertErrorQueueEmpty();
            assertThat(verify).as(jdkAlgorithm).rejects(flip(ours, ours.length - 1), flip(theirs, 9));
            assertErrorQueueEmpty();
        }
    }

    private static byte[] jdkSigns(
            KeyPair pair, String algorithm, @Nullable AlgorithmParameterSpec parameters, byte[] message)
            throws GeneralSecurityException {
        Signature signature = signature(algorithm, parameters);
        signature.initSign(pair.getPrivate());
        signature.update(message);
        return signature.sign();
    }

    private static boolean jdkVerifies(
            KeyPair pair, String algorithm, @Nullable AlgorithmParameterSpec parameters, byte[] message, byte[] signed)
            throws GeneralSecurityException {
        Signature signature = signature(algorithm, parameters);
        signature.initVerify(pair.getPublic());
        signature.update(message);
        return signature.verify(signed);
    }

    private static Signature signature(String algorithm, @Nullable AlgorithmParameterSpec parameters)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        if (parameters != null) {
            signature.setParameter(parameters);
        }
        return signature;
    }
}

package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.spec.InvalidKeySpecException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.DerivationFunction;
import org.bouncycastle.crypto.DerivationParameters;
import org.bouncycastle.crypto.agreement.kdf.ConcatenationKDFGenerator;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.generators.KDF2BytesGenerator;
import org.bouncycastle.crypto.generators.KDFCounterBytesGenerator;
import org.bouncycastle.crypto.generators.KDFDoublePipelineIterationBytesGenerator;
import org.bouncycastle.crypto.generators.KDFFeedbackBytesGenerator;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KDFCounterParameters;
import org.bouncycastle.crypto.params.KDFDoublePipelineIterationParameters;
import org.bouncycastle.crypto.params.KDFFeedbackParameters;
import org.bouncycastle.crypto.params.KDFParameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyDerivation;
import org.wardkey.provider.operation.KeyDerivation.CounterPosition;
import org.wardkey.provider.operation.KeyDerivation.Function;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;

/** The key derivation functions against their standards' examples and against Bouncy Castle. */
class KeyDerivationTest {
    private static final HexFormat HEX = HexFormat.of();

    @TempDir
    private Path folder;

    private final Random random = new Random(20_261_127L);
    private WardkeyProvider wardkey;

    @BeforeEach
    void open() {
        wardkey = TestHome.in(folder).provider();
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static SecretKey key(byte[] bytes) {
        return new SecretKeySpec(bytes, "HmacSHA256");
    }

    private byte[] derive(KeyDerivation derivation) throws Exception {
        SecretKey made = SecretKeyFactory.getInstance(derivation.function().row(), wardkey)
                .generateSecret(derivation);
        assertThat(made.getAlgorithm()).isEqualTo(derivation.algorithm());
        return made.getEncoded();
    }

    /** Source: RFC 5869 appendix A, test cases 1 and 3. */
    @Test
    void hkdf_examplesOfTheStandard_equal() throws Exception {
        SecretKey material = key(HEX.parseHex("0b".repeat(22)));
        KeyDerivation first = KeyDerivation.with(Function.HKDF, material, Digest.SHA_256)
                .salt(HEX.parseHex("000102030405060708090a0b0c"))
                .info(HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"))
                .to("AES", 42);
        assertThat(HEX.formatHex(derive(first)))
                .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
        KeyDerivation third =
                KeyDerivation.with(Function.HKDF, material, Digest.SHA_256).to("AES", 42);
        assertThat(HEX.formatHex(derive(third)))
                .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
        KeyDerivation extracted = KeyDerivation.with(Function.HKDF_EXTRACT, material, Digest.SHA_256)
                .to("HmacSHA256", 32);
        KeyDerivation expanded = KeyDerivation.with(Function.HKDF_EXPAND, key(derive(extracted)), Digest.SHA_256)
                .to("AES", 42);
        assertThat(derive(expanded)).isEqualTo(derive(third));
    }

    /** Source: RFC 8448 §3: early secret and its "derived" secret. */
    @Test
    void tls13_exampleOfTheStandard_equals() throws Exception {
        KeyDerivation early = KeyDerivation.with(Function.HKDF_EXTRACT, key(new byte[32]), Digest.SHA_256)
                .to("TlsSecret", 32);
        byte[] secret = derive(early);
        assertThat(HEX.formatHex(secret)).isEqualTo("33ad0a1c607ec03b09e6cd9893680ce210adf300aa1f2660e1b22e10f170f92a");
        byte[] emptyHash = HEX.parseHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        KeyDerivation derived = KeyDerivation.with(Function.TLS13_EXPAND_LABEL, key(secret), Digest.SHA_256)
                .info(KeyDerivation.tls13Info("derived", emptyHash))
                .to("TlsSecret", 32);
        assertThat(HEX.formatHex(derive(derived)))
                .isEqualTo("6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba");
    }

    /** Source: the TLS working group's example of P_SHA256 ("test label"), 2009. */
    @Test
    void tls12_knownExample_equals() throws Exception {
        byte[] label = "test label".getBytes(StandardCharsets.US_ASCII);
        byte[] seed = HEX.parseHex("a0ba9f936cda311827a6f796ffd5198c");
        byte[] info = Arrays.copyOf(label, label.length + seed.length);
        System.arraycopy(seed, 0, info, label.length, seed.length);
        KeyDerivation prf = KeyDerivation.with(
                        Function.TLS12_PRF, key(HEX.parseHex("9bbe436ba940f017b17652849a71db35")), Digest.SHA_256)
                .info(info)
                .to("TlsMasterSecret", 100);
        assertThat(HEX.formatHex(derive(prf)))
                .isEqualTo(
                        "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af"
                                + "0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701"
                                + "87347b66");
    }

    private static byte[] peer(DerivationFunction function, DerivationParameters parameters, int size) {
        byte[] output = new byte[size];
        function.init(parameters);
        function.generateBytes(output, 0, size);
        return output;
    }

    @Test
    void kbkdf_everyModeAndCounter_isThePeers() throws Exception {
        for (int i = 0; i < 200; i++) {
            boolean cmac = random.nextBoolean();
            byte[] secret = bytes(16);
            byte[] info = bytes(random.nextInt(60));
            byte[] initial = bytes(random.nextBoolean() ? 0 : cmac ? 16 : 32);
            int bits = 8 * (1 + random.nextInt(4));
            int size = 1 + random.nextInt(200);
            org.bouncycastle.crypto.Mac prf = cmac ? new CMac(AESEngine.newInstance()) : new HMac(new SHA256Digest());
            SecretKey key = new SecretKeySpec(secret, cmac ? "AES" : "HmacSHA256");

            KeyDerivation.Builder counter = builder(Function.COUNTER, key, cmac).info(info);
            assertThat(derive(counter.counter(CounterPosition.BEFORE_FIXED_INPUT, bits)
                            .to("AES", size)))
                    .isEqualTo(peer(
                            new KDFCounterBytesGenerator(prf),
                            new KDFCounterParameters(secret, new byte[0], info, bits),
                            size));
            assertThat(derive(counter.counter(CounterPosition.AFTER_FIXED_INPUT, bits)
                            .to("AES", size)))
                    .isEqualTo(peer(
                            new KDFCounterBytesGenerator(prf),
                            new KDFCounterParameters(secret, info, new byte[0], bits),
                            size));
            KeyDerivation.Builder feedback =
                    builder(Function.FEEDBACK, key, cmac).info(info).salt(initial);
            assertThat(derive(feedback.counter(CounterPosition.BEFORE_FIXED_INPUT, bits)
                            .to("AES", size)))
                    .isEqualTo(peer(
                            new KDFFeedbackBytesGenerator(prf),
                            KDFFeedbackParameters.createWithCounter(secret, initial, info, bits),
                            size));
            assertThat(derive(feedback.counter(CounterPosition.NONE, bits).to("AES", size)))
                    .isEqualTo(peer(
                            new KDFFeedbackBytesGenerator(prf),
                            KDFFeedbackParameters.createWithoutCounter(secret, initial, info),
                            size));
            KeyDerivation.Builder pipeline =
                    builder(Function.DOUBLE_PIPELINE, key, cmac).info(info);
            assertThat(derive(pipeline.counter(CounterPosition.BEFORE_FIXED_INPUT, bits)
                            .to("AES", size)))
                    .isEqualTo(peer(
                            new KDFDoublePipelineIterationBytesGenerator(prf),
                            KDFDoublePipelineIterationParameters.createWithCounter(secret, info, bits),
                            size));
        }
    }

    private static KeyDerivation.Builder builder(Function function, SecretKey key, boolean cmac) {
        return cmac ? KeyDerivation.withCmac(function, key) : KeyDerivation.with(function, key, Digest.SHA_256);
    }

    @Test
    void oneStepX963AndHkdf_anyInput_areThePeers() throws Exception {
        for (int i = 0; i < 200; i++) {
            byte[] secret = bytes(1 + random.nextInt(80));
            byte[] info = bytes(random.nextInt(60));
            byte[] salt = bytes(random.nextInt(80));
            int size = 1 + random.nextInt(300);
            assertThat(derive(KeyDerivation.with(Function.ONE_STEP, key(secret), Digest.SHA_256)
                            .info(info)
                            .to("AES", size)))
                    .isEqualTo(peer(
                            new ConcatenationKDFGenerator(new SHA256Digest()), new KDFParameters(secret, info), size));
            assertThat(derive(KeyDerivation.with(Function.X963, key(secret), Digest.SHA_256)
                            .info(info)
                            .to("AES", size)))
                    .isEqualTo(peer(new KDF2BytesGenerator(new SHA256Digest()), new KDFParameters(secret, info), size));
            assertThat(derive(KeyDerivation.with(Function.HKDF, key(secret), Digest.SHA_256)
                            .salt(salt)
                            .info(info)
                            .to("AES", size)))
                    .isEqualTo(peer(
                            new HKDFBytesGenerator(new SHA256Digest()), new HKDFParameters(secret, salt, info), size));
        }
    }

    /** Source: SP 800-56C §4.1, option 2, whose blocks are HMACs. */
    @Test
    void oneStep_withSalt_isHmacOfCounterSecretAndInfo() throws Exception {
        byte[] secret = bytes(32);
        byte[] salt = bytes(64);
        Mac mac = Mac.getInstance("HmacSHA256", "SunJCE");
        mac.init(key(salt));
        mac.update(new byte[] {0, 0, 0, 1});
        mac.update(secret);
        byte[] expected = mac.doFinal(new byte[] {7});
        assertThat(derive(KeyDerivation.with(Function.ONE_STEP, key(secret), Digest.SHA_256)
                        .salt(salt)
                        .info(new byte[] {7})
                        .to("AES", 32)))
                .isEqualTo(expected);
    }

    @Test
    void managedKey_asKeyOfTheFunction_servesUnderItsRules() throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance("HmacSHA256", wardkey);
        generator.init(KeyGenParameters.builder("root", Purpose.MAC)
                .maximumOperations(2)
                .build());
        SecretKey root = generator.generateKey();
        KeyDerivation twoBlocks = KeyDerivation.with(Function.COUNTER, root, Digest.SHA_256)
                .info(new byte[] {1})
                .to("AES", 64);
        assertThat(derive(twoBlocks)).hasSize(64);

        SecretKey refused = SecretKeyFactory.getInstance("KBKDF", wardkey).generateSecret(twoBlocks);
        assertThatThrownBy(refused::getEncoded).isInstanceOf(PolicyDeniedException.class);
        Mac mac = Mac.getInstance("HmacSHA256", wardkey);
        mac.init(refused);
        assertThatThrownBy(() -> mac.doFinal(new byte[1])).isInstanceOf(PolicyDeniedException.class);
    }

    @Test
    void managedKey_endedOrAsMessage_givesNothing() throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance("HmacSHA256", wardkey);
        generator.init(KeyGenParameters.builder("ended", Purpose.MAC)
                .originationEnd(Instant.parse("2020-01-01T00:00:00Z"))
                .build());
        SecretKey ended = generator.generateKey();
        SecretKeyFactory kbkdf = SecretKeyFactory.getInstance("KBKDF", wardkey);
        SecretKey refused = kbkdf.generateSecret(
                KeyDerivation.with(Function.FEEDBACK, ended, Digest.SHA_256).to("AES", 32));
        assertThatThrownBy(refused::getEncoded).isInstanceOf(PolicyDeniedException.class);
        SecretKeyFactory hkdf = SecretKeyFactory.getInstance("HKDF", wardkey);
        assertThatThrownBy(() -> hkdf.generateSecret(
                        KeyDerivation.with(Function.HKDF, ended, Digest.SHA_256).to("AES", 32)))
                .isInstanceOf(InvalidKeySpecException.class)
                .hasMessageContaining("plain secret")
                .hasMessageContaining("HKDF_EXPAND");
    }

    @Test
    void managedAesKey_forHmac_isRefused() throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance("AES", wardkey);
        generator.init(KeyGenParameters.builder("codes", Purpose.MAC).build());
        SecretKey key = generator.generateKey();
        SecretKeyFactory kbkdf = SecretKeyFactory.getInstance("KBKDF", wardkey);
        assertThatThrownBy(() -> kbkdf.generateSecret(KeyDerivation.with(Function.COUNTER, key, Digest.SHA_256)
                        .to("AES", 16)))
                .isInstanceOf(InvalidKeySpecException.class)
                .hasMessageContaining("Expected an HMAC key");
        SecretKey derived = kbkdf.generateSecret(
                KeyDerivation.withCmac(Function.COUNTER, key).to("AES", 16));
        assertThat(derived.getEncoded()).hasSize(16);
    }

    @Test
    void to_lengthsThatAFunctionDoesNotGive_areRefused() {
        SecretKey key = key(new byte[32]);
        KeyDerivation.Builder hkdf = KeyDerivation.with(Function.HKDF, key, Digest.SHA_256);
        assertThatThrownBy(() -> hkdf.to("AES", 255 * 32 + 1)).hasMessageContaining("8160");
        KeyDerivation.Builder counter =
                KeyDerivation.with(Function.COUNTER, key, Digest.SHA_256).counter(CounterPosition.FIRST, 8);
        assertThatThrownBy(() -> counter.to("AES", 255 * 32 + 1)).hasMessageContaining("8160");
        assertThat(counter.to("AES", 255 * 32).sizeBytes()).isEqualTo(8160);
        for (int size : List.of(0, -1, (1 << 20) + 1)) {
            assertThatThrownBy(() -> hkdf.to("AES", size)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> counter.counter(CounterPosition.NONE, 8)).hasMessageContaining("place");
        assertThatThrownBy(() -> counter.counter(CounterPosition.FIRST, 12)).hasMessageContaining("got 12");
        assertThatThrownBy(() -> KeyDerivation.with(Function.HKDF, key, Digest.NONE))
                .hasMessageContaining("hash function");
        assertThatThrownBy(() -> KeyDerivation.withCmac(Function.HKDF, key)).hasMessageContaining("SP 800-108");
    }

    @Test
    void generateSecret_otherSpecification_isRefused() throws Exception {
        SecretKeyFactory hkdf = SecretKeyFactory.getInstance("HKDF", wardkey);
        assertThatThrownBy(() -> hkdf.generateSecret(new PBEKeySpec(new char[1])))
                .isInstanceOf(InvalidKeySpecException.class)
                .hasMessageContaining("KeyDerivation");
        KeyDerivation other = KeyDerivation.with(Function.X963, key(new byte[8]), Digest.SHA_256)
                .to("AES", 16);
        assertThatThrownBy(() -> hkdf.generateSecret(other)).isInstanceOf(InvalidKeySpecException.class);
        assertThat(other.toString()).isEqualTo("KeyDerivation[X963 with HMAC with SHA-256, 16 bytes for AES]");
    }
}

package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.DerivationFunction;
import org.bouncycastle.crypto.DerivationParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.KDFCounterBytesGenerator;
import org.bouncycastle.crypto.generators.KDFDoublePipelineIterationBytesGenerator;
import org.bouncycastle.crypto.generators.KDFFeedbackBytesGenerator;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.macs.KMAC;
import org.bouncycastle.crypto.params.KDFCounterParameters;
import org.bouncycastle.crypto.params.KDFDoublePipelineIterationParameters;
import org.bouncycastle.crypto.params.KDFFeedbackParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyDerivation;
import org.wardkey.provider.operation.KeyDerivation.CounterPosition;
import org.wardkey.provider.operation.KeyDerivation.Function;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;

/** Derivation with KMAC, and in two steps, against the standards' examples and Bouncy Castle. */
class KmacDerivationTest {
    private static final HexFormat HEX = HexFormat.of();

    @TempDir
    private Path folder;

    private final Random random = new Random(20_261_128L);
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
        return new SecretKeySpec(bytes, "Secret");
    }

    private byte[] derive(KeyDerivation derivation) throws Exception {
        return SecretKeyFactory.getInstance(derivation.function().row(), wardkey)
                .generateSecret(derivation)
                .getEncoded();
    }

    private static byte[] kmac(int bits, byte[] key, byte[] customization, int size, byte[]... parts) {
        KMAC kmac = new KMAC(bits, customization);
        kmac.init(new KeyParameter(key));
        for (byte[] part : parts) {
            kmac.update(part, 0, part.length);
        }
        byte[] made = new byte[size];
        kmac.doFinal(made, 0, size);
        return made;
    }

    /** Source: ACVP gen-val, KDF-KMAC-Sp800-108r1, tcId 3 (KMAC128) and 71 (KMAC256). */
    @Test
    void kbkdf_examplesOfTheProgram_equal() throws Exception {
        assertThat(HEX.formatHex(derive(KeyDerivation.withKmac(
                                Function.KMAC,
                                new SecretKeySpec(
                                        HEX.parseHex(
                                                "25c88f89469b678f7694f292ba66ee3e520cf5dcd9129437ae691fa5c94838f30c02bcbe03cf8b3b3b1a1a9abadff3c3562b"
                                                        + "3f4be38f9ce2879359d1d7a3aa912fad72ae2a446a9258d86b75f41bcb073af64873d968a17eb0e7036d61e314a7900fb685"
                                                        + "e72eba9e9e19b4840d4cc98b00bab5eb4a3aa1e53259dce5e309ab0c5c79c2bea7ccc1f0e293ae7a4dd4d78ccce7760df070"
                                                        + "2153ce5d51a81e9d314d930158e5d9967277c7a55c6b8d6f428402fa8214563f0eb45f9c54194389963efe3cea9059da874e"
                                                        + "fccc4cfe2580ef23769532b4db30897d92b1bf61e56e4414a481ec7d93b91a34af5e45dfbda0661ffd3a8888"),
                                        "KMAC128"),
                                Family.KMAC128)
                        .label(HEX.parseHex(
                                "453bb777c96d5b611ef903cbf0dc0999ae99632eee499db0ff48ee493752ed985ebfad8c7a7430ba5cb2e06df92b191734a1"
                                        + "12c0fac34cf2c832ecfa27b714fe67fdf60af33d3ac0595df23b3c65e3eb4216014b51549654caa0cab5358a184eed1cd3dc"
                                        + "165c2d35ec64159018169392e721843f06011b3ada0d66217327256eee0a51cff8cb0dc755084d6d8e706130c23ddc5af906"
                                        + "583feccba82423833d3a"))
                        .info(HEX.parseHex("d2a300794755d0c47c7e465f410806823189a4b161f712ef8399"))
                        .to("AES", 14))))
                .isEqualTo("c9bff06690eebabfd0bae3b527a0");
        assertThat(HEX.formatHex(derive(KeyDerivation.withKmac(
                                Function.KMAC,
                                new SecretKeySpec(
                                        HEX.parseHex(
                                                "81552fc39417d16a91415d2d4bd76bf3e47abe017d939fa93bbb7e58efc30350a7fe7f9f96503e7e1779fc231e922b9291ff"
                                                        + "3e732988b301f5c513d296e9e38e657cbf776afcf222eee7893094946f4f8d1442d35268cd6775e99b88722c66a0aa91b78d"
                                                        + "e2b8a7d3d290dcf6ef28eb904e86fffd8a8e201d09a22f11cfc4b2cbde78597f25bdd58d12cc617385d609a5fb6b4d25f745"
                                                        + "190411dc4bb746ba9f340462cdf9cee6fc9babf743a49232f9545a76cc6ff9b62dab7228662159818456"),
                                        "KMAC256"),
                                Family.KMAC256)
                        .label(HEX.parseHex(
                                "040aa3d6e601bf02b9daf534573afbde49aeb18a48aee56603d8218c57d057ba6d28bde8d6dcc232e3690ae520c712497978"
                                        + "2666878531c1f37ab2a834"))
                        .info(HEX.parseHex("a36cc3c016fc698475576f14380f7a70d8e0b5"))
                        .to("AES", 179))))
                .isEqualTo(
                        "730524531ecb8be1df2ba9e3a7d2322cd2d203c07daac1ae9c3d14cc15ebe49414ebea97a3e8bd6893e4798521bd7606991c"
                                + "b4aefe46bc5a6952d43e57db331d5ca34b6aa2e8adb2557fb751d08704361eb8eb0aa1b26620cbc8daa3c7b5630ab31a1b01"
                                + "70f9de32244d10635ee8b0fd88ba57194ece6698b55018741c9ce1ab9edd2a18050e36bbd652b2852298ebdccb1f4fcf7044"
                                + "dc098b365807212576befb423d501b6701538559fc39c36a3bc3554b03");
    }

    @Test
    void kbkdf_anyInputs_isThePeers() throws Exception {
        for (int i = 0; i < 50; i++) {
            byte[] secret = bytes(14 + random.nextInt(60));
            byte[] context = bytes(random.nextInt(100));
            byte[] label = bytes(random.nextInt(60));
            int size = 4 + random.nextInt(300);
            for (Family family : List.of(Family.KMAC128, Family.KMAC256)) {
                KeyDerivation derivation = KeyDerivation.withKmac(Function.KMAC, key(secret), family)
                        .info(context)
                        .label(label)
                        .to("AES", size);
                assertThat(derive(derivation))
                        .isEqualTo(kmac(family == Family.KMAC128 ? 128 : 256, secret, label, size, context));
            }
        }
    }

    /** Source: SP 800-56C Rev. 2 §4.1, option 3: x = counter || Z || FixedInfo, S = "KDF", the default salts. */
    @Test
    void oneStep_withKmac_isThePeersOfTheStandardsFormula() throws Exception {
        byte[] kdf = {'K', 'D', 'F'};
        byte[] one = {0, 0, 0, 1};
        for (int i = 0; i < 50; i++) {
            byte[] z = bytes(1 + random.nextInt(80));
            byte[] info = bytes(random.nextInt(100));
            byte[] salt = i % 2 == 0 ? new byte[0] : bytes(4 + random.nextInt(200));
            int size = 4 + random.nextInt(300);
            KeyDerivation.Builder weak = KeyDerivation.withKmac(Function.ONE_STEP, key(z), Family.KMAC128);
            assertThat(derive(weak.salt(salt).info(info).to("AES", size)))
                    .isEqualTo(kmac(128, salt.length == 0 ? new byte[164] : salt, kdf, size, one, z, info));
            KeyDerivation.Builder strong = KeyDerivation.withKmac(Function.ONE_STEP, key(z), Family.KMAC256);
            assertThat(derive(strong.salt(salt).info(info).to("AES", size)))
                    .isEqualTo(kmac(256, salt.length == 0 ? new byte[132] : salt, kdf, size, one, z, info));
        }
    }

    /**
     * HKDF is the two-step derivation with HMAC in feedback mode without initial value, with a counter of one byte behind the
     * fixed input. Source: RFC 5869 appendix A, test cases 1 and 3; SP 800-56C Rev. 2 §5.3.
     */
    @Test
    void twoStep_asHkdf_equalsItsExamples() throws Exception {
        SecretKey material = key(HEX.parseHex("0b".repeat(22)));
        KeyDerivation first = KeyDerivation.with(Function.TWO_STEP_FEEDBACK, material, Digest.SHA_256)
                .salt(HEX.parseHex("000102030405060708090a0b0c"))
                .info(HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"))
                .counter(CounterPosition.AFTER_FIXED_INPUT, 8)
                .to("AES", 42);
        assertThat(HEX.formatHex(derive(first)))
                .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
        KeyDerivation third = KeyDerivation.with(Function.TWO_STEP_FEEDBACK, material, Digest.SHA_256)
                .counter(CounterPosition.AFTER_FIXED_INPUT, 8)
                .to("AES", 42);
        assertThat(HEX.formatHex(derive(third)))
                .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    }

    @ParameterizedTest
    @EnumSource(
            value = Function.class,
            names = {"TWO_STEP_COUNTER", "TWO_STEP_FEEDBACK", "TWO_STEP_DOUBLE_PIPELINE"})
    void twoStep_everyModeAndCode_isThePeers(Function mode) throws Exception {
        for (int i = 0; i < 40; i++) {
            byte[] z = bytes(1 + random.nextInt(80));
            byte[] info = bytes(1 + random.nextInt(60));
            byte[] iv = mode == Function.TWO_STEP_FEEDBACK ? bytes(random.nextInt(2) * 16) : new byte[0];
            int size = 1 + random.nextInt(200);
            byte[] salt = i % 3 == 0 ? new byte[0] : bytes(1 + random.nextInt(100));
            HMac hmac = new HMac(new SHA256Digest());
            hmac.init(new KeyParameter(salt.length == 0 ? new byte[64] : salt));
            hmac.update(z, 0, z.length);
            byte[] extracted = new byte[32];
            hmac.doFinal(extracted, 0);
            KeyDerivation.Builder ours = KeyDerivation.with(mode, key(z), Digest.SHA_256);
            assertThat(derive(ours.salt(salt).info(info).initialValue(iv).to("AES", size)))
                    .isEqualTo(expanded(mode, false, extracted, iv, info, size));
            byte[] aes = i % 3 == 0 ? new byte[0] : bytes(16 + 8 * random.nextInt(3));
            CMac cmac = new CMac(AESEngine.newInstance());
            cmac.init(new KeyParameter(aes.length == 0 ? new byte[16] : aes));
            cmac.update(z, 0, z.length);
            byte[] block = new byte[16];
            cmac.doFinal(block, 0);
            KeyDerivation.Builder withCmac = KeyDerivation.withCmac(mode, key(z));
            assertThat(derive(withCmac.salt(aes).info(info).initialValue(iv).to("AES", size)))
                    .isEqualTo(expanded(mode, true, block, iv, info, size));
        }
    }

    private static byte[] expanded(Function mode, boolean cmac, byte[] key, byte[] iv, byte[] info, int size) {
        org.bouncycastle.crypto.Mac mac = cmac ? new CMac(AESEngine.newInstance()) : new HMac(new SHA256Digest());
        DerivationFunction peer = switch (mode) {
            case TWO_STEP_COUNTER -> new KDFCounterBytesGenerator(mac);
            case TWO_STEP_FEEDBACK -> new KDFFeedbackBytesGenerator(mac);
            default -> new KDFDoublePipelineIterationBytesGenerator(mac);
        };
        DerivationParameters parameters = switch (mode) {
            case TWO_STEP_COUNTER -> new KDFCounterParameters(key, info, 32);
            case TWO_STEP_FEEDBACK -> KDFFeedbackParameters.createWithCounter(key, iv, info, 32);
            default -> KDFDoublePipelineIterationParameters.createWithCounter(key, info, 32);
        };
        peer.init(parameters);
        byte[] made = new byte[size];
        peer.generateBytes(made, 0, size);
        return made;
    }

    @Test
    void managedKey_asKeyOfKmac_countsEachDerivationAndStops() throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance("KMAC128", wardkey);
        generator.init(KeyGenParameters.builder("root", Purpose.MAC)
                .maximumOperations(2)
                .build());
        SecretKey root = generator.generateKey();
        KeyDerivation derivation = KeyDerivation.withKmac(Function.KMAC, root, Family.KMAC128)
                .info(new byte[3])
                .to("AES", 32);
        byte[] first = derive(derivation);
        assertThat(derive(derivation)).isEqualTo(first);
        SecretKey refused = SecretKeyFactory.getInstance("KBKDF", wardkey).generateSecret(derivation);
        assertThatThrownBy(refused::getEncoded)
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-K009");
        for (KeyDerivation message : List.of(
                KeyDerivation.withKmac(Function.ONE_STEP, root, Family.KMAC128).to("AES", 32),
                KeyDerivation.with(Function.TWO_STEP_COUNTER, root, Digest.SHA_256)
                        .to("AES", 32))) {
            assertThatThrownBy(() -> derive(message))
                    .isInstanceOf(InvalidKeySpecException.class)
                    .hasMessageContaining("Expected a plain secret");
        }
    }

    @Test
    void builder_whatDoesNotFit_isRefused() {
        SecretKey secret = key(new byte[32]);
        assertThatThrownBy(() -> KeyDerivation.withKmac(Function.COUNTER, secret, Family.KMAC128))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeyDerivation.withKmac(Function.KMAC, secret, Family.HMAC))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeyDerivation.with(Function.KMAC, secret, Digest.SHA_256))
                .hasMessageContaining("withKmac");
        assertThatThrownBy(() -> KeyDerivation.with(Function.HKDF, secret, Digest.SHAKE128_256))
                .hasMessage("Expected a hash function that HMAC is defined with, got SHAKE128-256.");
        assertThatThrownBy(() -> KeyDerivation.withCmac(Function.KMAC, secret))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeyDerivation.withKmac(Function.KMAC, secret, Family.KMAC128)
                        .to("AES", 3))
                .hasMessage("Expected a key of 4 to 1048576 bytes, got 3.");
        assertThatThrownBy(() -> KeyDerivation.with(Function.COUNTER, secret, Digest.SHA_256)
                        .label(new byte[1])
                        .to("AES", 32))
                .hasMessageContaining("does not take them");
        assertThatThrownBy(() -> KeyDerivation.with(Function.TWO_STEP_COUNTER, secret, Digest.SHA_256)
                        .counter(CounterPosition.NONE, 32))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> derive(KeyDerivation.withCmac(Function.TWO_STEP_COUNTER, secret)
                        .salt(new byte[15])
                        .to("AES", 32)))
                .isInstanceOf(InvalidKeySpecException.class)
                .hasMessageContaining("got 120");
        assertThat(Arrays.stream(Function.values()).filter(Function::isTwoStep)).hasSize(3);
    }
}

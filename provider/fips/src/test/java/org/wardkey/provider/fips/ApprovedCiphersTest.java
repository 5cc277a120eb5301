package org.wardkey.provider.fips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.operation.KmacParameters;
import org.wardkey.provider.operation.PolicyDeniedException;

/** The module's ciphers besides AES-GCM, in parts of every size, against the JDK's. */
class ApprovedCiphersTest {
    private static final long SEED = 20_261_127L;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private WardkeyProvider wardkey;

    @BeforeEach
    void open() {
        wardkey = ApprovedProvider.in(folder);
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private @Nullable AlgorithmParameterSpec parameters(String name) {
        return name.contains("ECB") ? null : new IvParameterSpec(bytes(16));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AES/CBC/NoPadding",
                "AES/CBC/PKCS5Padding",
                "AES/CTR/NoPadding",
                "AES/ECB/NoPadding",
                "AES/ECB/PKCS5Padding"
            })
    void doFinal_inPartsOfEverySize_isAsTheJdkHasIt(String name) throws Exception {
        Cipher ours = Cipher.getInstance(name, wardkey);
        Cipher theirs = Cipher.getInstance(name, "SunJCE");
        for (int part : new int[] {1, 15, 16, 17, 100, 255, 256, 257, 272, 512, 1_000, 2_999}) {
            SecretKey key = new SecretKeySpec(bytes(32), "AES");
            AlgorithmParameterSpec parameters = parameters(name);
            byte[] text = bytes(2_992);
            theirs.init(Cipher.ENCRYPT_MODE, key, parameters);
            byte[] expected = theirs.doFinal(text);
            ours.init(Cipher.ENCRYPT_MODE, key, parameters);
            assertThat(inParts(ours, text, part)).as("parts of %d", part).isEqualTo(expected);
            ours.init(Cipher.DECRYPT_MODE, key, parameters);
            assertThat(inParts(ours, expected, part)).as("parts of %d", part).isEqualTo(text);
        }
    }

    private static byte[] inParts(Cipher cipher, byte[] input, int part) throws Exception {
        byte[] made = new byte[input.length + 16];
        int at = 0;
        for (int from = 0; from < input.length; from += part) {
            int length = Math.min(part, input.length - from);
            int room = cipher.getOutputSize(length);
            int given = cipher.update(input, from, length, made, at);
            assertThat(given).isLessThanOrEqualTo(room);
            at += given;
        }
        at += cipher.doFinal(made, at);
        return Arrays.copyOf(made, at);
    }

    /** The module's native code does not carry into the counter's upper half. Source: SP 800-38A appendix B.1. */
    @ParameterizedTest
    @ValueSource(ints = {3, 100, 10_000})
    void ctr_everyCarry_isTheJdks(int part) throws Exception {
        Cipher ours = Cipher.getInstance("AES/CTR/NoPadding", wardkey);
        Cipher theirs = Cipher.getInstance("AES/CTR/NoPadding", "SunJCE");
        SecretKey key = new SecretKeySpec(bytes(32), "AES");
        byte[] text = bytes(10_000);
        for (int ones = 0; ones <= 16; ones++) {
            for (int back = 0; back < 256; back += 85) {
                byte[] counter = bytes(16);
                Arrays.fill(counter, 16 - ones, 16, (byte) 0xff);
                counter[15] -= (byte) back;
                theirs.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
                ours.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
                assertThat(inParts(ours, text, part))
                        .as("%d ones, %d back", ones, back)
                        .isEqualTo(theirs.doFinal(text));
            }
        }
    }

    /** What TLS with CBC suites counts on. */
    @Test
    void update_wholeBlocksOfCbc_areAnsweredAtOnce() throws Exception {
        Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding", wardkey);
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(bytes(16), "AES"), parameters("CBC"));
        assertThat(cipher.update(new byte[64])).hasSize(64);
    }

    @Test
    void doFinal_wrongPadding_isRefusedAndTheNextMessageServed() throws Exception {
        SecretKey key = new SecretKeySpec(bytes(16), "AES");
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding", wardkey);
        cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[16]));
        byte[] sealed = cipher.doFinal(new byte[32]);
        byte[] altered = sealed.clone();
        altered[altered.length - 17] ^= 1;
        cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(new byte[16]));
        assertThatThrownBy(() -> cipher.doFinal(altered)).isInstanceOf(BadPaddingException.class);
        assertThat(cipher.doFinal(sealed)).isEqualTo(new byte[32]);
    }

    /** Source: SP 800-38C §C.3. */
    @Test
    void ccm_exampleOfTheStandard_equalsAndAlteredIsRefused() throws Exception {
        HexFormat hex = HexFormat.of();
        SecretKey key = new SecretKeySpec(hex.parseHex("404142434445464748494a4b4c4d4e4f"), "AES");
        GCMParameterSpec parameters = new GCMParameterSpec(64, hex.parseHex("101112131415161718191a1b"));
        byte[] aad = hex.parseHex("000102030405060708090a0b0c0d0e0f10111213");
        byte[] text = hex.parseHex("202122232425262728292a2b2c2d2e2f3031323334353637");
        Cipher cipher = Cipher.getInstance("AES/CCM/NoPadding", wardkey);
        cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
        cipher.updateAAD(aad);
        assertThat(cipher.update(text, 0, 10)).isEmpty();
        byte[] sealed = cipher.doFinal(text, 10, text.length - 10);
        assertThat(hex.formatHex(sealed)).isEqualTo("e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5484392fbc1b09951");
        cipher.init(Cipher.DECRYPT_MODE, key, parameters);
        cipher.updateAAD(aad);
        assertThat(cipher.doFinal(sealed)).isEqualTo(text);
        sealed[3] ^= 1;
        cipher.updateAAD(aad);
        assertThatThrownBy(() -> cipher.doFinal(sealed)).isInstanceOf(AEADBadTagException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES/XTS/NoPadding", "ChaCha20-Poly1305"})
    void doFinal_cipherThatTheModuleLacks_isRefused(String name) throws Exception {
        Cipher cipher = Cipher.getInstance(name, wardkey);
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(bytes(32), "AES"));
        assertThatThrownBy(() -> cipher.doFinal(new byte[32]))
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-");
    }

    /** Source: NIST CSRC, "Cryptographic Standards and Guidelines", SHAKE128 and SHAKE256, the message of 0 bits. */
    @Test
    void shake_examplesOfTheStandard_equal() throws Exception {
        HexFormat hex = HexFormat.of();
        assertThat(hex.formatHex(
                        MessageDigest.getInstance("SHAKE128-256", wardkey).digest()))
                .isEqualTo("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26");
        MessageDigest shake256 = MessageDigest.getInstance("SHAKE256", wardkey);
        assertThat(shake256.getDigestLength()).isEqualTo(64);
        assertThat(hex.formatHex(shake256.digest()))
                .isEqualTo("46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762f"
                        + "d75dc4ddd8c0f200cb05019d67b592f6fc821c49479ab48640292eacb3b7c4be");
    }

    /** Source: RFC 6979 §A.2.5, SHA-256, message "sample". */
    @Test
    void deterministicEcdsa_exampleOfTheStandard_equals() throws Exception {
        HexFormat hex = HexFormat.of();
        PrivateKey key = KeyFactory.getInstance("EC", "SunEC")
                .generatePrivate(new PKCS8EncodedKeySpec(
                        hex.parseHex("3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420"
                                + "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721")));
        Signature signature = Signature.getInstance("SHA256withDetECDSA", wardkey);
        signature.initSign(key);
        signature.update("sample".getBytes(StandardCharsets.US_ASCII));
        assertThat(hex.formatHex(signature.sign()))
                .isEqualTo("3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                        + "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
    }

    /** Source: NIST, "KMAC_samples", samples 1, 2, 4 of SP 800-185; a length that only the module's own parameters carry. */
    @Test
    void kmac_samplesOfTheStandard_equal() throws Exception {
        HexFormat hex = HexFormat.of().withUpperCase();
        SecretKey key = new SecretKeySpec(
                hex.parseHex("404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F"), "KMAC128");
        byte[] message = {0, 1, 2, 3};
        byte[] custom = "My Tagged Application".getBytes(StandardCharsets.US_ASCII);
        Mac kmac128 = Mac.getInstance("KMAC128", wardkey);
        kmac128.init(key);
        assertThat(hex.formatHex(kmac128.doFinal(message)))
                .isEqualTo("E5780B0D3EA6F7D3A429C5706AA43A00FADBD7D49628839E3187243F456EE14E");
        kmac128.init(key, new KmacParameters(32, custom));
        assertThat(hex.formatHex(kmac128.doFinal(message)))
                .isEqualTo("3B1FBA963CD8B0B59E8C1A6D71888B7143651AF8BA0A7070C0979E2811324AA5");
        Mac kmac256 = Mac.getInstance("KMAC256", wardkey);
        kmac256.init(key, new KmacParameters(64, custom));
        assertThat(hex.formatHex(kmac256.doFinal(message)))
                .isEqualTo("20C570C31346F703C9AC36C61C03CB64C3970D0CFC787E9B79599D273A68D2F7"
                        + "F69D4CC3DE9D104A351689F27CF6F5951F0103F33F4F24871024D9C27773A8DD");
        kmac256.init(key, new KmacParameters(20, custom));
        // Bouncy Castle 1.87's own KMAC; NIST has no sample of this length.
        assertThat(hex.formatHex(kmac256.doFinal(message))).isEqualTo("E556499826EC294B7C31813E43EB9F35F7CB8012");
        assertThat(kmac256.getMacLength()).isEqualTo(20);
    }

    /** Source: SP 800-38B example 2; IEEE 802.1AE §C.1.1 for GMAC. */
    @Test
    void mac_examplesOfTheStandards_equal() throws Exception {
        HexFormat hex = HexFormat.of();
        Mac cmac = Mac.getInstance("AESCMAC", wardkey);
        cmac.init(new SecretKeySpec(hex.parseHex("2b7e151628aed2a6abf7158809cf4f3c"), "AES"));
        assertThat(hex.formatHex(cmac.doFinal(hex.parseHex("6bc1bee22e409f96e93d7e117393172a"))))
                .isEqualTo("070a16b46b4d4144f79bdd9dd04a287c");
        Mac gmac = Mac.getInstance("AESGMAC", wardkey);
        gmac.init(
                new SecretKeySpec(hex.parseHex("ad7a2bd03eac835a6f620fdcb506b345"), "AES"),
                new IvParameterSpec(hex.parseHex("12153524c0895e81b2c28465")));
        gmac.update(hex.parseHex("d609b1f056637a0d46df998d88e5222ab2c2846512153524c0895e81"));
        gmac.update(hex.parseHex("08000f101112131415161718191a1b1c1d1e1f2021222324"));
        assertThat(hex.formatHex(gmac.doFinal(hex.parseHex("25262728292a2b2c2d2e2f30313233340001"))))
                .isEqualTo("f09478a9b09007d06f46e9b6a1da25dd");
        assertThat(wardkey.serviceIndicator().completed()).isEqualTo(2);
    }
}

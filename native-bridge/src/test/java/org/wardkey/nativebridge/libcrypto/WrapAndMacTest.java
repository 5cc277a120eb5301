package org.wardkey.nativebridge.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.LIBCRYPTO;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.assertErrorQueueEmpty;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.flip;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.hex;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.isSha3;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.jdkName;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.privateKey;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.publicKey;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardkey.nativebridge.libcrypto.LibcryptoCapabilities.Flavor;

class WrapAndMacTest {
    private final Random random = new Random(20261124);

    @AfterEach
    void errorQueue_afterEveryTest_isEmpty() {
        assertErrorQueueEmpty();
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Sources: RFC 3394 §4.1 and §4.6, RFC 5649 §6. */
    @ParameterizedTest
    @CsvSource({
        "KW,000102030405060708090A0B0C0D0E0F,00112233445566778899AABBCCDDEEFF,1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5",
        "KW,000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F,"
                + "00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F,"
                + "28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21",
        "KWP,5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8,c37b7e6492584340bed12207808941155068f738,"
                + "138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a",
        "KWP,5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8,466f7250617369,afbeb0f07dfbf5419200f2ccb50bb24f"
    })
    void keyWrap_rfcExamples_match(AesKeyWrap mode, String key, String plaintext, String wrapped) throws Exception {
        assertThat(mode.wrap(LIBCRYPTO, hex(key), hex(plaintext))).isEqualTo(hex(wrapped));
        assertThat(mode.unwrap(LIBCRYPTO, hex(key), hex(wrapped))).isEqualTo(hex(plaintext));
    }

    @ParameterizedTest
    @EnumSource(AesKeyWrap.class)
    void keyWrap_manySizes_agreesWithTheJdk(AesKeyWrap mode) throws Exception {
        for (int keyBytes = 16; keyBytes <= 32; keyBytes += 8) {
            byte[] key = bytes(keyBytes);
            for (int size = 16; size < 300; size += mode == AesKeyWrap.KW ? 8 : 1) {
                byte[] plaintext = bytes(size);
                byte[] wrapped = mode.wrap(LIBCRYPTO, key, plaintext);
                Cipher jdk = Cipher.getInstance("AES/" + mode + "/NoPadding");
                jdk.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
                assertThat(wrapped).isEqualTo(jdk.doFinal(plaintext));
                assertThat(mode.unwrap(LIBCRYPTO, key, wrapped)).isEqualTo(plaintext);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(AesKeyWrap.class)
    void keyWrap_tamperedOrTruncated_isRefused(AesKeyWrap mode) {
        byte[] key = bytes(16);
        byte[] wrapped = mode.wrap(LIBCRYPTO, key, bytes(32));
        for (int i = 0; i < wrapped.length; i++) {
            byte[] wrong = flip(wrapped, i);
            byte[] part = Arrays.copyOf(wrapped, i);
            assertThatThrownBy(() -> mode.unwrap(LIBCRYPTO, key, wrong))
                    .isInstanceOf(AuthenticationFailedException.class);
            assertThatThrownBy(() -> mode.unwrap(LIBCRYPTO, key, part))
                    .isInstanceOf(AuthenticationFailedException.class);
            assertErrorQueueEmpty();
        }
        assertThatThrownBy(() -> mode.unwrap(LIBCRYPTO, key, new byte[1 << 21]))
                .isInstanceOf(AuthenticationFailedException.class);
        assertThatThrownBy(() -> mode.wrap(LIBCRYPTO, key, new byte[1 << 21]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> mode.wrap(LIBCRYPTO, key, new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> mode.wrap(LIBCRYPTO, new byte[15], new byte[16]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Source: RFC 4231 §4.2. */
    @ParameterizedTest
    @CsvSource({
        "SHA224,896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22",
        "SHA256,b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        "SHA384,afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
        "SHA512,87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
                + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"
    })
    void hmac_rfc4231Example_matches(Digest digest, String mac) {
        byte[] key = new byte[20];
        Arrays.fill(key, (byte) 0x0b);
        try (HmacContext hmac = HmacContext.of(LIBCRYPTO, digest, key)) {
            hmac.update("Hi There".getBytes(StandardCharsets.US_ASCII));
            assertThat(hmac.finish()).isEqualTo(hex(mac));
        }
    }

    @ParameterizedTest
    @EnumSource(Digest.class)
    void hmac_everyDigest_agreesWithTheJdk(Digest digest) throws Exception {
        if (isSha3(digest) && LIBCRYPTO.capabilities().flavor() == Flavor.AWS_LC) {
            assertThatThrownBy(() -> HmacContext.of(LIBCRYPTO, digest, new byte[32]))
                    .isInstanceOf(LibcryptoException.class);
            return;
        }
        for (int size : new int[] {1, 63, 200, 9000}) {
            byte[] key = bytes(size);
            byte[] message = bytes(size * 3);
            Mac jdk = Mac.getInstance("Hmac" + jdkName(digest).replaceFirst("^SHA-", "SHA"));
            jdk.init(new SecretKeySpec(key, "HMAC"));
            byte[] expected = jdk.doFinal(message);
            try (HmacContext hmac = HmacContext.of(LIBCRYPTO, digest, key)) {
                for (int round = 0; round < 2; round++) {
                    hmac.update(message, 0, size);
                    try (HmacContext copy = hmac.dup()) {
                        hmac.update(message, size, size * 2);
                        copy.update(message, size, size * 2);
                        assertThat(copy.finish()).isEqualTo(expected);
                    }
                    assertThat(hmac.finish()).isEqualTo(expected);
                    hmac.update(message);
                    hmac.reset();
                }
            }
        }
    }

    @Test
    void hmac_emptyKeyAndClosedContext_areHandled() {
        HmacContext hmac = HmacContext.of(LIBCRYPTO, Digest.SHA256, new byte[0]);
        assertThat(hmac.finish()).isEqualTo(hex("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"));
        hmac.close();
        hmac.close();
        assertThatThrownBy(hmac::finish).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(hmac::dup).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> hmac.update(new byte[1])).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(names = "SHA3_.*", mode = EnumSource.Mode.MATCH_NONE)
    void oaep_everyDigestAndLabel_agreesWithTheJdk(Digest digest) throws Exception {
        KeyPair pair = TestLibcrypto.jdkRsa(2048);
        for (byte[] label : new byte[][] {{}, {1, 2, 3}}) {
            RsaOaep oaep = new RsaOaep(digest, Digest.SHA1, label);
            Cipher jdk = Cipher.getInstance("RSA/ECB/OAEPPadding");
            var parameters = new OAEPParameterSpec(
                    jdkName(digest), "MGF1", MGF1ParameterSpec.SHA1, new PSource.PSpecified(label));
            try (EvpKey own = privateKey(pair);
                    EvpKey other = publicKey(pair)) {
                byte[] plaintext = bytes(oaep.maxPlaintextBytes(other));
                byte[] ours = oaep.encrypt(other, plaintext);
                jdk.init(Cipher.DECRYPT_MODE, pair.getPrivate(), parameters);
                assertThat(jdk.doFinal(ours)).isEqualTo(plaintext);
                jdk.init(Cipher.ENCRYPT_MODE, pair.getPublic(), parameters);
                assertThat(oaep.decrypt(own, jdk.doFinal(plaintext))).isEqualTo(plaintext);
                assertThat(oaep.decrypt(own, oaep.encrypt(other, new byte[0]))).isEmpty();
                RsaOaep otherLabel = new RsaOaep(digest, Digest.SHA1, new byte[] {9});
                for (byte[] wrong : new byte[][] {flip(ours, 100), Arrays.copyOf(ours, 255), new byte[1 << 20]}) {
                    assertThatThrownBy(() -> oaep.decrypt(own, wrong))
                            .isInstanceOf(AuthenticationFailedException.class);
                    assertErrorQueueEmpty();
                }
                assertThatThrownBy(() -> otherLabel.decrypt(own, ours))
                        .isInstanceOf(AuthenticationFailedException.class);
                assertThatThrownBy(() -> oaep.encrypt(other, new byte[plaintext.length + 1]))
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> oaep.decrypt(other, ours)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    /** Source: SP 800-38B examples, CMAC-AES128 (examples 1 to 4). */
    @ParameterizedTest
    @CsvSource({
        "0, bb1d6929e95937287fa37d129b756746",
        "16, 070a16b46b4d4144f79bdd9dd04a287c",
        "40, dfa66747de9ae63030ca32611497c827",
        "64, 51f0bebf7e3b9d92fc49741779363cfe"
    })
    void cmac_examplesOfTheStandard_equal(int length, String mac) {
        byte[] message = hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
                + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");
        try (CmacContext cmac = CmacContext.of(LIBCRYPTO, hex("2b7e151628aed2a6abf7158809cf4f3c"))) {
            cmac.update(message, 0, length);
            try (CmacContext copy = cmac.dup()) {
                copy.update(message, 0, 3);
                assertThat(copy.finish()).isNotEqualTo(hex(mac));
            }
            assertThat(cmac.finish()).isEqualTo(hex(mac));
            cmac.update(message, 0, 5);
            cmac.reset();
            for (int from = 0; from < length; from += 7) {
                cmac.update(message, from, Math.min(7, length - from));
            }
            assertThat(cmac.finish()).isEqualTo(hex(mac));
        }
    }

    @Test
    void cmac_wrongKeyAndClosedContext_areRefused() {
        assertThatThrownBy(() -> CmacContext.of(LIBCRYPTO, new byte[20])).isInstanceOf(IllegalArgumentException.class);
        CmacContext cmac = CmacContext.of(LIBCRYPTO, new byte[32]);
        cmac.close();
        cmac.close();
        assertThatThrownBy(cmac::finish).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(cmac::dup).isInstanceOf(IllegalStateException.class);
    }
}

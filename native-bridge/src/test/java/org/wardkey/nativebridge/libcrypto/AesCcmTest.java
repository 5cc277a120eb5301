package org.wardkey.nativebridge.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.LIBCRYPTO;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.hex;

import org.junit.jupiter.api.Test;

/** Source of the examples: SP 800-38C appendix C.1. */
class AesCcmTest {
    private static final byte[] KEY = hex("404142434445464748494a4b4c4d4e4f");
    private static final byte[] NONCE = hex("10111213141516");
    private static final byte[] AAD = hex("0001020304050607");
    private static final byte[] SEALED = hex("7162015b4dac255d");

    @Test
    void seal_exampleOfTheStandard_equals() throws Exception {
        if (!LIBCRYPTO.capabilities().has(LibcryptoCapabilities.Algorithm.AES_CCM)) {
            assertThatThrownBy(() -> AesCcm.seal(LIBCRYPTO, KEY, NONCE, AAD, new byte[1], 0, 1, 16))
                    .isInstanceOf(IllegalArgumentException.class);
            return;
        }
        byte[] plaintext = hex("20212223");
        assertThat(AesCcm.seal(LIBCRYPTO, KEY, NONCE, AAD, plaintext, 0, 4, 4)).isEqualTo(SEALED);
        assertThat(AesCcm.open(LIBCRYPTO, KEY, NONCE, AAD, SEALED, 0, 8, 4)).isEqualTo(plaintext);
    }

    @Test
    void open_anyBitFlipped_isRefused() throws Exception {
        if (!LIBCRYPTO.capabilities().has(LibcryptoCapabilities.Algorithm.AES_CCM)) {
            assertThatThrownBy(() -> AesCcm.seal(LIBCRYPTO, KEY, NONCE, AAD, new byte[1], 0, 1, 16))
                    .isInstanceOf(IllegalArgumentException.class);
            return;
        }
        for (int length : new int[] {0, 1, 16, 100}) {
            byte[] sealed = AesCcm.seal(LIBCRYPTO, KEY, NONCE, AAD, new byte[length], 0, length, 16);
            assertThat(AesCcm.open(LIBCRYPTO, KEY, NONCE, AAD, sealed, 0, sealed.length, 16))
                    .isEqualTo(new byte[length]);
            for (int bit = 0; bit < sealed.length * 8; bit++) {
                byte[] altered = sealed.clone();
                altered[bit / 8] ^= (byte) (1 << bit % 8);
                assertThatThrownBy(() -> AesCcm.open(LIBCRYPTO, KEY, NONCE, AAD, altered, 0, altered.length, 16))
                        .isInstanceOf(AuthenticationFailedException.class);
            }
            assertThatThrownBy(() -> AesCcm.open(LIBCRYPTO, KEY, NONCE, AAD, sealed, 0, 15, 16))
                    .isInstanceOf(AuthenticationFailedException.class);
            assertThatThrownBy(() -> AesCcm.open(LIBCRYPTO, KEY, NONCE, new byte[0], sealed, 0, sealed.length, 16))
                    .isInstanceOf(AuthenticationFailedException.class);
        }
    }

    @Test
    void seal_lengthsThatDoNotFit_areRefused() {
        if (!LIBCRYPTO.capabilities().has(LibcryptoCapabilities.Algorithm.AES_CCM)) {
            assertThatThrownBy(() -> AesCcm.seal(LIBCRYPTO, KEY, NONCE, AAD, new byte[1], 0, 1, 16))
                    .isInstanceOf(IllegalArgumentException.class);
            return;
        }
        assertThatThrownBy(() -> AesCcm.seal(LIBCRYPTO, KEY, new byte[13], AAD, new byte[65536], 0, 65536, 16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
        assertThat(AesCcm.seal(LIBCRYPTO, KEY, new byte[13], AAD, new byte[65535], 0, 65535, 16))
                .hasSize(65551);
        assertThatThrownBy(() -> AesCcm.seal(LIBCRYPTO, KEY, new byte[6], AAD, new byte[1], 0, 1, 16))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AesCcm.seal(LIBCRYPTO, KEY, NONCE, AAD, new byte[1], 0, 1, 7))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package org.wardkey.nativebridge.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.LIBCRYPTO;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.hex;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardkey.nativebridge.libcrypto.ModeContext.Direction;

/** The modes without authentication, against the examples of their standards. */
class ModeContextTest {
    private static final byte[] KEY = hex("2b7e151628aed2a6abf7158809cf4f3c");
    private static final byte[] BLOCKS = hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");

    private static byte[] run(AesMode mode, Direction direction, byte[] key, byte[] iv, byte[] input, int partBytes) {
        try (ModeContext context = ModeContext.of(LIBCRYPTO, mode, direction, key)) {
            context.start(iv, false);
            byte[] output = new byte[input.length + 16];
            int written = 0;
            for (int offset = 0; offset < input.length; offset += partBytes) {
                written += context.update(input, offset, Math.min(partBytes, input.length - offset), output, written);
            }
            written += context.finish(output, written);
            return Arrays.copyOf(output, written);
        }
    }

    /** Source: SP 800-38A §F.1.1, F.2.1, F.5.1. */
    @ParameterizedTest
    @EnumSource(value = AesMode.class, names = "XTS", mode = EnumSource.Mode.EXCLUDE)
    void update_examplesOfTheStandard_equal(AesMode mode) {
        byte[] iv = switch (mode) {
            case CBC -> hex("000102030405060708090a0b0c0d0e0f");
            case CTR -> hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
            case ECB, XTS -> new byte[0];
        };
        byte[] expected = switch (mode) {
            case CBC -> hex("7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2");
            case CTR -> hex("874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff");
            case ECB, XTS -> hex("3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf");
        };
        for (int part : new int[] {1, 15, 16, 17, 32}) {
            assertThat(run(mode, Direction.ENCRYPT, KEY, iv, BLOCKS, part)).isEqualTo(expected);
            assertThat(run(mode, Direction.DECRYPT, KEY, iv, expected, part)).isEqualTo(BLOCKS);
        }
    }

    /** Source: IEEE 1619-2007 annex B, vector 2. */
    @Test
    void update_xts_exampleOfTheStandard() {
        if (!LIBCRYPTO.capabilities().has(LibcryptoCapabilities.Algorithm.AES_XTS)) {
            assertThatThrownBy(() -> ModeContext.of(LIBCRYPTO, AesMode.XTS, Direction.ENCRYPT, new byte[32]))
                    .isInstanceOf(IllegalArgumentException.class);
            return;
        }
        byte[] key = hex("1111111111111111111111111111111122222222222222222222222222222222");
        byte[] tweak = hex("33333333330000000000000000000000");
        byte[] plaintext = new byte[32];
        Arrays.fill(plaintext, (byte) 0x44);
        byte[] expected = hex("c454185e6a16936e39334038acef838bfb186fff7480adc4289382ecd6d394f0");
        assertThat(run(AesMode.XTS, Direction.ENCRYPT, key, tweak, plaintext, 32))
                .isEqualTo(expected);
        assertThat(run(AesMode.XTS, Direction.DECRYPT, key, tweak, expected, 32))
                .isEqualTo(plaintext);
    }

    @Test
    void finish_padding_isAddedAndChecked() {
        byte[] iv = new byte[16];
        byte[] output = new byte[48];
        try (ModeContext encryption = ModeContext.of(LIBCRYPTO, AesMode.CBC, Direction.ENCRYPT, KEY);
                ModeContext decryption = ModeContext.of(LIBCRYPTO, AesMode.CBC, Direction.DECRYPT, KEY)) {
            encryption.start(iv, true);
            int written = encryption.update(BLOCKS, 0, 32, output, 0);
            written += encryption.finish(output, written);
            assertThat(written).isEqualTo(48);

            byte[] plaintext = new byte[48];
            decryption.start(iv, true);
            int given = decryption.update(output, 0, 48, plaintext, 0);
            assertThat(given).isEqualTo(32);
            assertThat(decryption.finish(plaintext, given)).isZero();
            assertThat(Arrays.copyOf(plaintext, 32)).isEqualTo(BLOCKS);

            output[47] ^= 1;
            decryption.start(iv, true);
            int early = decryption.update(output, 0, 48, plaintext, 0);
            assertThatThrownBy(() -> decryption.finish(plaintext, early)).isInstanceOf(LibcryptoException.class);
            assertThatThrownBy(() -> decryption.finish(plaintext, early)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void finish_unpaddedPartOfABlock_isRefused() {
        assertThatThrownBy(() -> run(AesMode.ECB, Direction.ENCRYPT, KEY, new byte[0], new byte[17], 17))
                .isInstanceOf(LibcryptoException.class);
    }

    @Test
    void of_wrongSizes_areRefused() {
        assertThatThrownBy(() -> ModeContext.of(LIBCRYPTO, AesMode.CBC, Direction.ENCRYPT, new byte[15]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("15");
        assertThatThrownBy(() -> ModeContext.of(LIBCRYPTO, AesMode.XTS, Direction.ENCRYPT, new byte[48]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("48");
        try (ModeContext context = ModeContext.of(LIBCRYPTO, AesMode.CTR, Direction.ENCRYPT, KEY)) {
            assertThatThrownBy(() -> context.start(new byte[12], false)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> context.update(BLOCKS, 0, 1, BLOCKS, 0)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void update_longMessage_equalsItsParts() {
        byte[] message = new byte[100_000];
        byte[] iv = new byte[16];
        byte[] whole = run(AesMode.CBC, Direction.ENCRYPT, KEY, iv, message, message.length);
        assertThat(run(AesMode.CBC, Direction.ENCRYPT, KEY, iv, message, 777)).isEqualTo(whole);
        assertThat(run(AesMode.CBC, Direction.DECRYPT, KEY, iv, whole, 777)).isEqualTo(message);
    }
}

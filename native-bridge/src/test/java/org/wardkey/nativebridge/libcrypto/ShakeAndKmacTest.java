package org.wardkey.nativebridge.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.LIBCRYPTO;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.assertErrorQueueEmpty;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.hex;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardkey.nativebridge.libcrypto.LibcryptoCapabilities.Algorithm;
import org.wardkey.nativebridge.libcrypto.LibcryptoCapabilities.Flavor;

class ShakeAndKmacTest {
    private static final byte[] NOTHING = {};

    @AfterEach
    void errorQueue_afterEveryTest_isEmpty() {
        assertErrorQueueEmpty();
    }

    private static boolean isAwsLc() {
        return LIBCRYPTO.capabilities().flavor() == Flavor.AWS_LC;
    }

    private static byte[] counting(int from, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    @Test
    void has_shakeAndKmac_ofOpenssl3Alone() {
        assertThat(LIBCRYPTO.capabilities().has(Algorithm.SHAKE)).isEqualTo(!isAwsLc());
        assertThat(LIBCRYPTO.capabilities().has(Algorithm.KMAC)).isEqualTo(!isAwsLc());
    }

    /** Source: NIST CSRC, "Cryptographic Standards and Guidelines", SHAKE128 and SHAKE256, messages of 0 and 1600 bits. */
    @ParameterizedTest
    @CsvSource({
        "SHAKE128, 0, 7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
        "SHAKE128, 200, 131ab8d2b594946b9c81333f9bb6e0ce75c3b93104fa3469d3917457385da037",
        "SHAKE256, 0, 46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762f"
                + "d75dc4ddd8c0f200cb05019d67b592f6fc821c49479ab48640292eacb3b7c4be",
        "SHAKE256, 200, cd8a920ed141aa0407a22d59288652e9d9f1a7ee0c1e7c1ca699424da84a904d"
                + "2d700caae7396ece96604440577da4f3aa22aeb8857f961c4cd8e06f0ae6610b"
    })
    void shake_examplesOfTheStandard_equal(Shake function, int size, String output) {
        if (isAwsLc()) {
            assertThatThrownBy(() -> ShakeContext.of(LIBCRYPTO, function)).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        byte[] message = new byte[size];
        Arrays.fill(message, (byte) 0xa3);
        try (ShakeContext shake = ShakeContext.of(LIBCRYPTO, function)) {
            for (int round = 0; round < 2; round++) {
                shake.update(message, 0, size / 3);
                try (ShakeContext copy = shake.dup()) {
                    shake.update(new byte[5], 0, 5);
                    shake.reset();
                    shake.update(message, 0, size);
                    copy.update(message, size / 3, size - size / 3);
                    assertThat(copy.finish(output.length() / 2)).isEqualTo(hex(output));
                }
                assertThat(shake.finish(output.length() / 2)).isEqualTo(hex(output));
            }
        }
    }

    @Test
    void shake_closedContext_isRefused() {
        if (isAwsLc()) {
            return;
        }
        ShakeContext shake = ShakeContext.of(LIBCRYPTO, Shake.SHAKE128);
        shake.close();
        shake.close();
        assertThatThrownBy(() -> shake.finish(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(shake::dup).isInstanceOf(IllegalStateException.class);
    }

    /** Source: NIST, "KMAC_samples", samples 1 to 6 of SP 800-185. */
    @ParameterizedTest
    @CsvSource({
        "SHAKE128, 4, '', E5780B0D3EA6F7D3A429C5706AA43A00FADBD7D49628839E3187243F456EE14E",
        "SHAKE128, 4, My Tagged Application, 3B1FBA963CD8B0B59E8C1A6D71888B7143651AF8BA0A7070C0979E2811324AA5",
        "SHAKE128, 200, My Tagged Application, 1F5B4E6CCA02209E0DCB5CA635B89A15E271ECC760071DFD805FAA38F9729230",
        "SHAKE256, 4, My Tagged Application, 20C570C31346F703C9AC36C61C03CB64C3970D0CFC787E9B79599D273A68D2F7"
                + "F69D4CC3DE9D104A351689F27CF6F5951F0103F33F4F24871024D9C27773A8DD",
        "SHAKE256, 200, '', 75358CF39E41494E949707927CEE0AF20A3FF553904C86B08F21CC414BCFD691"
                + "589D27CF5E15369CBBFF8B9A4C2EB17800855D0235FF635DA82533EC6B759B69",
        "SHAKE256, 200, My Tagged Application, B58618F71F92E1D56C1B8C55DDD7CD188B97B4CA4D99831EB2699A837DA2E4D9"
                + "70FBACFDE50033AEA585F1A2708510C32D07880801BD182898FE476876FC8965"
    })
    void kmac_samplesOfTheStandard_equal(Shake function, int size, String customization, String mac) {
        byte[] key = counting(0x40, 32);
        byte[] message = counting(0, size);
        byte[] custom = customization.getBytes(StandardCharsets.US_ASCII);
        if (isAwsLc()) {
            assertThatThrownBy(() -> KmacContext.of(LIBCRYPTO, function, key, 32, custom))
                    .isInstanceOf(IllegalArgumentException.class);
            return;
        }
        try (KmacContext kmac = KmacContext.of(LIBCRYPTO, function, key, mac.length() / 2, custom)) {
            for (int round = 0; round < 2; round++) {
                kmac.update(message, 0, 3);
                try (KmacContext copy = kmac.dup()) {
                    copy.update(message, 3, size - 3);
                    assertThat(copy.finish()).isEqualTo(hex(mac));
                }
                kmac.reset();
                kmac.update(message, 0, size);
                assertThat(kmac.finish()).isEqualTo(hex(mac));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Shake.class)
    void kmac_lengthsOutsideOfOpenssls_areRefused(Shake function) {
        if (isAwsLc()) {
            return;
        }
        assertThatThrownBy(() -> KmacContext.of(LIBCRYPTO, function, new byte[3], 32, NOTHING))
                .hasMessage("expected a key of 4 to 512 bytes, got 3");
        assertThatThrownBy(() -> KmacContext.of(LIBCRYPTO, function, new byte[513], 32, NOTHING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KmacContext.of(LIBCRYPTO, function, new byte[4], 0, NOTHING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KmacContext.of(LIBCRYPTO, function, new byte[4], 32, new byte[513]))
                .isInstanceOf(IllegalArgumentException.class);
        try (KmacContext kmac = KmacContext.of(LIBCRYPTO, function, new byte[512], 100_000, new byte[512])) {
            assertThat(kmac.finish()).hasSize(100_000);
        }
        KmacContext closed = KmacContext.of(LIBCRYPTO, function, new byte[4], 1, NOTHING);
        closed.close();
        assertThatThrownBy(closed::finish).isInstanceOf(IllegalStateException.class);
    }
}

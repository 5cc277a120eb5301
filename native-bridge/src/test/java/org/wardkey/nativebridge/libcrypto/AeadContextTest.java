package org.wardkey.nativebridge.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.LIBCRYPTO;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.assertErrorQueueEmpty;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.flip;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.hex;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.nativebridge.Threads;
import org.wardkey.nativebridge.libcrypto.AeadContext.Direction;

class AeadContextTest {
    private static final byte[] NONE = new byte[0];

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

    /** Source: "The Galois/Counter Mode of Operation", appendix B, test cases 4 and 6. */
    @ParameterizedTest
    @CsvSource({
        "cafebabefacedbaddecaf888,"
                + "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"
                + "5bc94fbc3221a5db94fae95ae7121a47",
        "9313225df88406e555909c5aff5269aa6a7a9538534f7da1e4c303d2a318a728c3c0c95156809539fcf0e2429a6b525416aedbf5a0de6a57a637b39b,"
                + "8ce24998625615b603a033aca13fb894be9112a5c3a211a8ba262a3cca7e2ca701e4a9a4fba43c90ccdcb281d48c7c6fd62875d2aca417034c34aee5"
                + "619cc5aefffe0bfa462af43c1699d050"
    })
    void seal_specificationExamples_match(String iv, String sealed) throws Exception {
        byte[] key = hex("feffe9928665731c6d6a8f9467308308");
        byte[] aad = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        byte[] plaintext = hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        try (AeadContext gcm = AeadContext.gcm(LIBCRYPTO, key)) {
            assertThat(gcm.seal(hex(iv), aad, plaintext)).isEqualTo(hex(sealed));
            assertThat(gcm.open(hex(iv), aad, hex(sealed))).isEqualTo(plaintext);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32})
    void seal_manySizes_agreesWithTheJdk(int keyBytes) throws Exception {
        byte[] key = bytes(keyBytes);
        try (AeadContext gcm = AeadContext.gcm(LIBCRYPTO, key)) {
            for (int size : new int[] {0, 1, 15, 16, 17, 1000, 8191, 8192, 8193, 100_000}) {
                for (int ivBytes : new int[] {12, 16, 12, 1}) {
                    byte[] iv = bytes(ivBytes);
                    byte[] aad = bytes(size % 9000);
                    byte[] plaintext = bytes(size);
                    byte[] sealed = gcm.seal(iv, aad, plaintext);
                    assertThat(sealed).isEqualTo(jdkSeals(key, iv, aad, plaintext));
                    assertThat(gcm.open(iv, aad, sealed)).isEqualTo(plaintext);
                    assertErrorQueueEmpty();
                }
            }
        }
    }

    private static byte[] jdkSeals(byte[] key, byte[] iv, byte[] aad, byte[] plaintext) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
        cipher.updateAAD(aad);
        return cipher.doFinal(plaintext);
    }

    @Test
    void open_anyBitWrong_isRefusedWithoutDetail() throws Exception {
        byte[] iv = bytes(12);
        byte[] aad = bytes(5);
        try (AeadContext gcm = AeadContext.gcm(LIBCRYPTO, bytes(16))) {
            byte[] sealed = gcm.seal(iv, aad, bytes(20));
            for (int i = 0; i < sealed.length; i++) {
                byte[] wrong = flip(sealed, i);
                assertThatThrownBy(() -> gcm.open(iv, aad, wrong))
                        .isInstanceOf(AuthenticationFailedException.class)
                        .hasMessage("authentication failed");
                assertErrorQueueEmpty();
            }
            for (int length = 0; length < sealed.length; length++) {
                byte[] part = Arrays.copyOf(sealed, length);
                assertThatThrownBy(() -> gcm.open(iv, aad, part)).isInstanceOf(AuthenticationFailedException.class);
            }
            assertThatThrownBy(() -> gcm.open(iv, NONE, sealed)).isInstanceOf(AuthenticationFailedException.class);
            assertThatThrownBy(() -> gcm.open(flip(iv, 0), aad, sealed))
                    .isInstanceOf(AuthenticationFailedException.class);
            assertThat(gcm.open(iv, aad, sealed)).hasSize(20);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 12, 13, 14, 15, 16})
    void tag_everySize_roundTrips(int tagBytes) throws Exception {
        byte[] iv = bytes(12);
        byte[] plaintext = bytes(33);
        byte[] sealed = new byte[33 + tagBytes];
        try (AeadContext gcm = AeadContext.gcm(LIBCRYPTO, bytes(32))) {
            assertThat(gcm.seal(iv, NONE, plaintext, 0, 33, sealed, 0, tagBytes))
                    .isEqualTo(sealed.length);
            assertThat(gcm.open(iv, NONE, sealed, 0, sealed.length, tagBytes)).isEqualTo(plaintext);
        }
    }

    @Test
    void seal_overlappingRanges_areAsIfApart() {
        byte[] iv = bytes(12);
        byte[] plaintext = bytes(20_000);
        try (AeadContext gcm = AeadContext.gcm(LIBCRYPTO, bytes(32))) {
            byte[] expected = gcm.seal(iv, NONE, plaintext);
            for (int[] offsets : new int[][] {{0, 0}, {0, 100}, {100, 0}, {0, 9000}, {9000, 0}}) {
                byte[] shared = new byte[30_000];
                System.arraycopy(plaintext, 0, shared, offsets[0], plaintext.length);
                gcm.seal(iv, NONE, shared, offsets[0], plaintext.length, shared, offsets[1], 16);
                assertThat(Arrays.copyOfRange(shared, offsets[1], offsets[1] + expected.length))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void streaming_anySplit_equalsOneShot() throws Exception {
        byte[] iv = bytes(12);
        byte[] aad = bytes(100);
        byte[] plaintext = bytes(20_000);
        try (AeadContext gcm = AeadContext.gcm(LIBCRYPTO, bytes(32))) {
            byte[] expected = gcm.seal(iv, aad, plaintext);
            for (int step : new int[] {1, 7, 16, 8192, 20_000}) {
                byte[] sealed = new byte[expected.length];
                gcm.start(Direction.SEAL, iv);
                gcm.updateAad(aad, 0, 1);
                gcm.updateAad(aad, 1, 99);
                stream(gcm, plaintext, sealed, plaintext.length, step);
                System.arraycopy(gcm.finishSeal(16), 0, sealed, plaintext.length, 16);
                assertThat(sealed).isEqualTo(expected);

                byte[] opened = new byte[plaintext.length];
                gcm.start(Direction.OPEN, iv);
                gcm.updateAad(aad, 0, 100);
                stream(gcm, sealed, opened, plaintext.length, step);
                gcm.finishOpen(Arrays.copyOfRange(sealed, plaintext.length, sealed.length));
                assertThat(opened).isEqualTo(plaintext);
            }
        }
    }

    private static void stream(AeadContext gcm, byte[] input, byte[] output, int length, int step) {
        for (int done = 0; done < length; done += step) {
            gcm.update(input, done, Math.min(step, length - done), output, done);
        }
    }

    @Test
    void streaming_outOfOrder_isRefused() {
        try (AeadContext gcm = AeadContext.gcm(LIBCRYPTO, bytes(32))) {
            byte[] iv = bytes(12);
            assertThatThrownBy(() -> gcm.update(iv, 0, 1, iv, 0)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> gcm.finishSeal(16)).isInstanceOf(IllegalStateException.class);
            gcm.start(Direction.SEAL, iv);
            assertThatThrownBy(() -> gcm.finishOpen(new byte[16])).isInstanceOf(IllegalStateException.class);
            gcm.finishSeal(16);
            assertThatThrownBy(() -> gcm.finishSeal(16)).isInstanceOf(IllegalStateException.class);
            gcm.start(Direction.OPEN, iv);
            assertThatThrownBy(() -> gcm.finishOpen(new byte[16])).isInstanceOf(AuthenticationFailedException.class);
            gcm.start(Direction.SEAL, iv);
            gcm.seal(iv, NONE, NONE);
            assertThatThrownBy(() -> gcm.updateAad(iv, 0, 1)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void arguments_wrongSizes_areRefused() {
        assertThatThrownBy(() -> AeadContext.gcm(LIBCRYPTO, new byte[17])).isInstanceOf(IllegalArgumentException.class);
        byte[] iv = new byte[12];
        try (AeadContext gcm = AeadContext.gcm(LIBCRYPTO, new byte[16])) {
            for (int ivBytes : new int[] {0, 129, 1 << 20}) {
                assertThatThrownBy(() -> gcm.seal(new byte[ivBytes], NONE, NONE))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            for (int tagBytes : new int[] {-1, 0, 5, 11, 17}) {
                assertThatThrownBy(() -> gcm.seal(iv, NONE, NONE, 0, 0, new byte[64], 0, tagBytes))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() -> gcm.seal(iv, NONE, NONE, 0, 1, new byte[64], 0, 16))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> gcm.seal(iv, NONE, new byte[8], 0, 8, new byte[23], 0, 16))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void context_afterClose_isRefused() {
        AeadContext gcm = AeadContext.gcm(LIBCRYPTO, new byte[16]);
        gcm.close();
        gcm.close();
        assertThatThrownBy(() -> gcm.seal(new byte[12], NONE, NONE)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void context_usedByEightThreads_sealsCorrectlyOrRefuses() throws Exception {
        byte[] plaintext = bytes(100);
        AtomicInteger sealedCount = new AtomicInteger();
        try (AeadContext gcm = AeadContext.gcm(LIBCRYPTO, new byte[16])) {
            byte[] expected = gcm.seal(new byte[12], NONE, plaintext);
            Threads.runAll(8, thread -> {
                for (int i = 0; i < 2000; i++) {
                    try {
                        assertThat(Arrays.equals(gcm.seal(new byte[12], NONE, plaintext), expected))
                                .isTrue();
                        sealedCount.incrementAndGet();
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessageContaining("another thread");
                    }
                }
            });
        }
        assertThat(sealedCount.get()).isPositive();
    }

    /** Source: RFC 8439 §2.8.2. */
    @Test
    void chaCha20Poly1305_exampleOfTheStandard_equals() throws Exception {
        if (!LIBCRYPTO.capabilities().has(LibcryptoCapabilities.Algorithm.CHACHA20_POLY1305)) {
            assertThatThrownBy(() -> AeadContext.chaCha20Poly1305(LIBCRYPTO, new byte[32]))
                    .isInstanceOf(IllegalArgumentException.class);
            return;
        }
        byte[] key = hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
        byte[] nonce = hex("070000004041424344454647");
        byte[] aad = hex("50515253c0c1c2c3c4c5c6c7");
        byte[] text = ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future,"
                        + " sunscreen would be it.")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (AeadContext cipher = AeadContext.chaCha20Poly1305(LIBCRYPTO, key)) {
            byte[] sealed = cipher.seal(nonce, aad, text);
            assertThat(java.util.HexFormat.of().formatHex(sealed))
                    .startsWith("d31a8d34648e60db7b86afbc53ef7ec2")
                    .endsWith("1ae10b594f09e26a7e902ecbd0600691");
            assertThat(cipher.open(nonce, aad, sealed)).isEqualTo(text);
            sealed[0] ^= 1;
            assertThatThrownBy(() -> cipher.open(nonce, aad, sealed)).isInstanceOf(AuthenticationFailedException.class);
            assertThatThrownBy(() -> cipher.start(AeadContext.Direction.SEAL, new byte[8]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}

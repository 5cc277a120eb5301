package org.wardkey.nativebridge.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.LIBCRYPTO;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.assertErrorQueueEmpty;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.hex;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardkey.nativebridge.NativeBuffer;
import org.wardkey.nativebridge.Threads;

class EvpKeyTest {
    @AfterEach
    void errorQueue_afterEveryTest_isEmpty() {
        assertErrorQueueEmpty();
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void generateEc_everyCurve_isReadableByTheJdk(Curve curve) throws Exception {
        try (EvpKey key = EvpKey.generateEc(LIBCRYPTO, curve)) {
            assertThat(key.type()).isEqualTo(KeyType.EC);
            assertThat(key.curve()).contains(curve);
            assertThat(key.sizeBits()).isEqualTo(curve.sizeBits());
            assertReadable("EC", key);
        }
    }

    @Test
    void generateOthers_everyType_isReadableByTheJdk() throws Exception {
        try (EvpKey rsa = EvpKey.generateRsa(LIBCRYPTO, 2048);
                EvpKey ed25519 = EvpKey.generate(LIBCRYPTO, KeyType.ED25519);
                EvpKey x25519 = EvpKey.generate(LIBCRYPTO, KeyType.X25519)) {
            assertThat(rsa.sizeBits()).isEqualTo(2048);
            assertThat(rsa.type()).isEqualTo(KeyType.RSA);
            assertReadable("RSA", rsa);
            assertReadable("Ed25519", ed25519);
            assertReadable("X25519", x25519);
            assertThat(rsa).hasToString("EvpKey[RSA, 2048 bits, private]");
        }
    }

    private static void assertReadable(String algorithm, EvpKey key) throws Exception {
        KeyFactory factory = KeyFactory.getInstance(algorithm);
        byte[] spki = key.toSpki();
        byte[] pkcs8 = key.toPkcs8();
        assertThat(factory.generatePublic(new X509EncodedKeySpec(spki)).getEncoded())
                .isEqualTo(spki);
        factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        try (EvpKey again = EvpKey.fromPkcs8(LIBCRYPTO, pkcs8);
                EvpKey half = EvpKey.fromSpki(LIBCRYPTO, spki);
                NativeBuffer buffer = NativeBuffer.allocate(pkcs8.length)) {
            assertThat(again.toSpki()).isEqualTo(spki);
            assertThat(again.toPkcs8()).isEqualTo(pkcs8);
            assertThat(half.toSpki()).isEqualTo(spki);
            assertThat(half.isPrivate()).isFalse();
            assertThatThrownBy(half::toPkcs8).isInstanceOf(IllegalArgumentException.class);
            buffer.put(0, pkcs8, 0, pkcs8.length);
            try (EvpKey fromNative = EvpKey.fromPkcs8(LIBCRYPTO, buffer)) {
                assertThat(fromNative.toSpki()).isEqualTo(spki);
            }
        }
    }

    static List<EvpKey> oneOfEach() {
        return List.of(
                EvpKey.generateEc(LIBCRYPTO, Curve.P256),
                EvpKey.generateEc(LIBCRYPTO, Curve.P384),
                EvpKey.generateEc(LIBCRYPTO, Curve.P521),
                EvpKey.generateRsa(LIBCRYPTO, 2048),
                EvpKey.generate(LIBCRYPTO, KeyType.ED25519),
                EvpKey.generate(LIBCRYPTO, KeyType.X25519));
    }

    @Test
    void fromDer_truncatedAtEveryLength_isRefused() {
        for (EvpKey key : oneOfEach()) {
            try (key) {
                byte[] pkcs8 = key.toPkcs8();
                byte[] spki = key.toSpki();
                for (int length = 0; length < pkcs8.length; length++) {
                    byte[] part = Arrays.copyOf(pkcs8, length);
                    assertThatThrownBy(() -> EvpKey.fromPkcs8(LIBCRYPTO, part)).isInstanceOf(LibcryptoException.class);
                    assertErrorQueueEmpty();
                }
                for (int length = 0; length < spki.length; length++) {
                    byte[] part = Arrays.copyOf(spki, length);
                    assertThatThrownBy(() -> EvpKey.fromSpki(LIBCRYPTO, part)).isInstanceOf(LibcryptoException.class);
                    assertErrorQueueEmpty();
                }
            }
        }
    }

    @Test
    void fromDer_bytesAfterTheEnd_isRefused() {
        for (EvpKey key : oneOfEach()) {
            try (key) {
                byte[] pkcs8 = key.toPkcs8();
                byte[] spki = key.toSpki();
                assertThatThrownBy(() -> EvpKey.fromPkcs8(LIBCRYPTO, Arrays.copyOf(pkcs8, pkcs8.length + 1)))
                        .isInstanceOf(LibcryptoException.class);
                assertThatThrownBy(() -> EvpKey.fromSpki(LIBCRYPTO, Arrays.copyOf(spki, spki.length + 1)))
                        .isInstanceOf(LibcryptoException.class);
            }
        }
    }

    @Test
    void fromDer_everyBitFlipped_neverCrashesAndLeavesNoError() {
        try (EvpKey key = EvpKey.generateEc(LIBCRYPTO, Curve.P256)) {
            byte[] pkcs8 = key.toPkcs8();
            byte[] spki = key.toSpki();
            for (int bit = 0; bit < pkcs8.length * 8; bit++) {
                byte[] flipped = pkcs8.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                tryRead(() -> EvpKey.fromPkcs8(LIBCRYPTO, flipped));
            }
            for (int bit = 0; bit < spki.length * 8; bit++) {
                byte[] flipped = spki.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                tryRead(() -> EvpKey.fromSpki(LIBCRYPTO, flipped));
            }
        }
    }

    private static void tryRead(java.util.function.Supplier<EvpKey> read) {
        try (EvpKey key = read.get()) {
            assertThat(key.type()).isNotNull();
        } catch (LibcryptoException | IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
        assertErrorQueueEmpty();
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void fromSpki_pointNotOnTheCurve_isRefused(Curve curve) {
        try (EvpKey key = EvpKey.generateEc(LIBCRYPTO, curve)) {
            byte[] spki = key.toSpki();
            byte[] wrong = TestLibcrypto.flip(spki, spki.length - 1);
            assertThatThrownBy(() -> EvpKey.fromSpki(LIBCRYPTO, wrong)).isInstanceOf(LibcryptoException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void fromPkcs8_zeroOrOversizedScalar_isRefused(Curve curve) throws Exception {
        // The JDK's encoding ends with the scalar and carries no public point.
        KeyPair pair = TestLibcrypto.jdkEc(curve);
        byte[] encoded = pair.getPrivate().getEncoded();
        for (byte fill : new byte[] {0, -1}) {
            byte[] wrong = encoded.clone();
            Arrays.fill(wrong, wrong.length - curve.fieldSizeBytes(), wrong.length, fill);
            assertThatThrownBy(() -> EvpKey.fromPkcs8(LIBCRYPTO, wrong)).isInstanceOf(LibcryptoException.class);
        }
    }

    @Test
    void fromPkcs8_publicHalfOfAnotherKey_isRefused() {
        try (EvpKey one = EvpKey.generateEc(LIBCRYPTO, Curve.P256);
                EvpKey other = EvpKey.generateEc(LIBCRYPTO, Curve.P256)) {
            byte[] mixed = one.toPkcs8();
            byte[] point = other.toSpki();
            System.arraycopy(point, point.length - 65, mixed, mixed.length - 65, 65);
            assertThatThrownBy(() -> EvpKey.fromPkcs8(LIBCRYPTO, mixed)).isInstanceOf(LibcryptoException.class);
        }
    }

    @Test
    void fromSpki_rsaWithImpossibleNumbers_isRefused() {
        BigInteger odd = BigInteger.ONE.shiftLeft(2047).setBit(0);
        BigInteger f4 = BigInteger.valueOf(65537);
        for (RSAPublicKeySpec spec : List.of(
                new RSAPublicKeySpec(odd.clearBit(0), f4),
                new RSAPublicKeySpec(odd, BigInteger.ONE),
                new RSAPublicKeySpec(odd, BigInteger.ZERO),
                new RSAPublicKeySpec(odd, BigInteger.valueOf(65536)),
                new RSAPublicKeySpec(BigInteger.ONE.shiftLeft(500).setBit(0), f4),
                new RSAPublicKeySpec(BigInteger.ONE.shiftLeft(16_384).setBit(0), f4))) {
            assertThatThrownBy(() -> EvpKey.fromSpki(LIBCRYPTO, TestLibcrypto.spki(spec)))
                    .isInstanceOfAny(IllegalArgumentException.class, LibcryptoException.class);
            assertErrorQueueEmpty();
        }
    }

    @Test
    void fromSpki_otherCurve_isRefused() {
        // secp256k1 and its generator: a valid key on a curve that is not offered.
        byte[] spki = hex("3056301006072A8648CE3D020106052B8104000A03420004"
                + "79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798"
                + "483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8");
        assertThatThrownBy(() -> EvpKey.fromSpki(LIBCRYPTO, spki))
                .isInstanceOfAny(IllegalArgumentException.class, LibcryptoException.class);
    }

    @Test
    void fromDer_oversized_isRefusedBeforeAnyCall() {
        byte[] huge = new byte[(1 << 16) + 1];
        assertThatThrownBy(() -> EvpKey.fromPkcs8(LIBCRYPTO, huge)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EvpKey.fromSpki(LIBCRYPTO, huge)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EvpKey.generateRsa(LIBCRYPTO, 100)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EvpKey.generateRsa(LIBCRYPTO, 1 << 20)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void key_afterClose_isRefused() {
        EvpKey key = EvpKey.generateEc(LIBCRYPTO, Curve.P256);
        key.close();
        key.close();
        assertThatThrownBy(() -> Ecdsa.sign(key, new byte[32])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(key::toSpki).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(key::toPkcs8).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void key_closedWhileEightThreadsSign_signsOrRefuses() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            EvpKey key = EvpKey.generateEc(LIBCRYPTO, Curve.P256);
            byte[] digest = new byte[32];
            Threads.runAll(8, thread -> {
                try {
                    for (int i = 0; i < 20; i++) {
                        byte[] signature = Ecdsa.sign(key, digest);
                        assertThat(Ecdsa.verify(key, digest, signature)).isTrue();
                        if (thread == 0 && i == 5) {
                            key.close();
                        }
                    }
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessageContaining("closed");
                }
            });
        }
    }

    @Test
    void failure_anyKind_namesFunctionAndReason() {
        assertThatThrownBy(() -> EvpKey.fromPkcs8(LIBCRYPTO, new byte[] {0x30, 0}))
                .isInstanceOfSatisfying(LibcryptoException.class, e -> {
                    assertThat(e.function()).isEqualTo("d2i_PKCS8_PRIV_KEY_INFO");
                    assertThat(e.packedError()).isNotZero();
                    assertThat(e).hasMessageContaining("error:");
                });
    }
}

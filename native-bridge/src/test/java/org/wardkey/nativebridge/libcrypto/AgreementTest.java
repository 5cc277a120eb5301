package org.wardkey.nativebridge.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.LIBCRYPTO;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.assertErrorQueueEmpty;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.hex;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.privateKey;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.publicKey;

import java.security.KeyPair;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgreementTest {
    private static final String X25519_PKCS8 = "302e020100300506032b656e04220420";
    private static final String X25519_SPKI = "302a300506032b656e032100";

    @AfterEach
    void errorQueue_afterEveryTest_isEmpty() {
        assertErrorQueueEmpty();
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void ecdh_everyCurve_agreesWithTheJdk(Curve curve) throws Exception {
        for (int i = 0; i < 20; i++) {
            assertAgrees("ECDH", TestLibcrypto.jdkEc(curve), TestLibcrypto.jdkEc(curve), curve.fieldSizeBytes());
        }
    }

    @Test
    void x25519_randomKeys_agreesWithTheJdk() throws Exception {
        assertAgrees("X25519", TestLibcrypto.jdk("X25519"), TestLibcrypto.jdk("X25519"), 32);
    }

    /** AWS-LC leaves Curve448 out. */
    @Test
    void x448_randomKeys_agreesWithTheJdk() throws Exception {
        if (LIBCRYPTO.capabilities().has(LibcryptoCapabilities.Algorithm.X448)) {
            assertAgrees("X448", TestLibcrypto.jdk("X448"), TestLibcrypto.jdk("X448"), 56);
        } else {
            KeyPair pair = TestLibcrypto.jdk("X448");
            assertThatThrownBy(() -> publicKey(pair)).isInstanceOf(RuntimeException.class);
            assertErrorQueueEmpty();
        }
    }

    private static void assertAgrees(String algorithm, KeyPair own, KeyPair peer, int sizeBytes) throws Exception {
        KeyAgreement jdk = KeyAgreement.getInstance(algorithm);
        jdk.init(own.getPrivate());
        jdk.doPhase(peer.getPublic(), true);
        byte[] expected = jdk.generateSecret();
        assertThat(expected).hasSize(sizeBytes);
        try (EvpKey ownKey = privateKey(own);
                EvpKey peerKey = publicKey(peer)) {
            assertThat(DiffieHellman.derive(ownKey, peerKey)).isEqualTo(expected);
        }
    }

    /** Source: RFC 7748 §6.1: Bob's private key and Alice's public key. */
    @Test
    void x25519_rfc7748Example_matches() {
        byte[] bob = hex(X25519_PKCS8 + "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        byte[] alice = hex(X25519_SPKI + "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        try (EvpKey own = EvpKey.fromPkcs8(LIBCRYPTO, bob);
                EvpKey peer = EvpKey.fromSpki(LIBCRYPTO, alice)) {
            assertThat(DiffieHellman.derive(own, peer))
                    .isEqualTo(hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void x25519_pointOfLowOrder_isRefused(String point) {
        try (EvpKey own = EvpKey.generate(LIBCRYPTO, KeyType.X25519);
                EvpKey peer = EvpKey.fromSpki(LIBCRYPTO, hex(X25519_SPKI + point))) {
            assertThatThrownBy(() -> DiffieHellman.derive(own, peer)).isInstanceOf(LibcryptoException.class);
        }
    }

    @Test
    void derive_otherGroupOrNoPrivateKey_isRefused() throws Exception {
        try (EvpKey p256 = EvpKey.generateEc(LIBCRYPTO, Curve.P256);
                EvpKey p384 = EvpKey.generateEc(LIBCRYPTO, Curve.P384);
                EvpKey x25519 = EvpKey.generate(LIBCRYPTO, KeyType.X25519);
                EvpKey ed25519 = EvpKey.generate(LIBCRYPTO, KeyType.ED25519);
                EvpKey onlyPublic = publicKey(TestLibcrypto.jdkEc(Curve.P256))) {
            assertThatThrownBy(() -> DiffieHellman.derive(p256, p384)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> DiffieHellman.derive(p256, x25519)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> DiffieHellman.derive(ed25519, ed25519))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> DiffieHellman.derive(onlyPublic, p256))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}

package org.wardkey.nativebridge.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.LIBCRYPTO;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.assertErrorQueueEmpty;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.jdkEc;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.jdkName;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.privateKey;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.publicKey;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardkey.nativebridge.libcrypto.LibcryptoCapabilities.Algorithm;
import org.wardkey.nativebridge.libcrypto.LibcryptoCapabilities.Flavor;

class DeterministicEcdsaTest {
    @AfterEach
    void errorQueue_afterEveryTest_isEmpty() {
        assertErrorQueueEmpty();
    }

    private static boolean isAwsLc() {
        return LIBCRYPTO.capabilities().flavor() == Flavor.AWS_LC;
    }

    /** The private keys of RFC 6979 §A.2.5, §A.2.6, §A.2.7. */
    private static BigInteger x(Curve curve) {
        return new BigInteger(
                switch (curve) {
                    case P256 -> "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";
                    case P384 ->
                        "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5";
                    case P521 ->
                        "00FAD06DAA62BA3B25D2FB40133DA757205DE67F5BB0018FEE8C86E1B68C7E75CAA896EB32F1F47C70855836A6D16FCC"
                                + "1466F6D8FBEC67DB89EC0C08B0E996B83538";
                },
                16);
    }

    private static EvpKey key(Curve curve) throws Exception {
        ECPublicKey any = (ECPublicKey) jdkEc(curve).getPublic();
        byte[] pkcs8 = KeyFactory.getInstance("EC", "SunEC")
                .generatePrivate(new ECPrivateKeySpec(x(curve), any.getParams()))
                .getEncoded();
        return EvpKey.fromPkcs8(LIBCRYPTO, pkcs8);
    }

    private static byte[] hash(Digest digest, String message) throws Exception {
        return MessageDigest.getInstance(jdkName(digest)).digest(message.getBytes(StandardCharsets.US_ASCII));
    }

    private static String der(String r, String s) {
        String both = integer(r) + integer(s);
        int length = both.length() / 2;
        return "30" + (length > 127 ? "81" : "") + String.format("%02x", length) + both;
    }

    private static String integer(String hex) {
        byte[] bytes = new BigInteger(hex, 16).toByteArray();
        return String.format("02%02x", bytes.length) + HexFormat.of().formatHex(bytes);
    }

    @Test
    void has_deterministicEcdsa_ofOpenssl3Alone() {
        assertThat(LIBCRYPTO.capabilities().has(Algorithm.DETERMINISTIC_ECDSA)).isEqualTo(!isAwsLc());
    }

    /** Source: RFC 6979 §A.2.5 (P-256), §A.2.6 (P-384), §A.2.7 (P-521): all of their signatures. */
    @ParameterizedTest
    @CsvFileSource(resources = "rfc6979.csv")
    void sign_everyExampleOfTheStandard_equals(Curve curve, Digest digest, String message, String r, String s)
            throws Exception {
        try (EvpKey key = key(curve)) {
            if (isAwsLc()) {
                assertThatThrownBy(() -> DeterministicEcdsa.sign(key, digest, hash(digest, message)))
                        .isInstanceOf(IllegalArgumentException.class);
                return;
            }
            byte[] made = DeterministicEcdsa.sign(key, digest, hash(digest, message));
            assertThat(HexFormat.of().formatHex(made)).isEqualTo(der(r, s));
            assertThat(Ecdsa.verify(key, hash(digest, message), made)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void sign_anyKey_isVerifiedAndAlwaysTheSame(Curve curve) throws Exception {
        if (isAwsLc()) {
            return;
        }
        for (int i = 0; i < 30; i++) {
            KeyPair pair = jdkEc(curve);
            byte[] hash = hash(Digest.SHA512, "message " + i);
            try (EvpKey own = privateKey(pair);
                    EvpKey other = publicKey(pair)) {
                byte[] made = DeterministicEcdsa.sign(own, Digest.SHA512, hash);
                assertThat(DeterministicEcdsa.sign(own, Digest.SHA512, hash)).isEqualTo(made);
                assertThat(Ecdsa.verify(other, hash, made)).isTrue();
                assertThatThrownBy(() -> DeterministicEcdsa.sign(other, Digest.SHA512, hash))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    /** Another function makes other nonces, and one nonce never serves two hash values. */
    @Test
    void nonces_areOfTheirMessageAndInRange() {
        byte[] order = HexFormat.of().parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
        byte[] own = new byte[32];
        own[31] = 7;
        byte[][] hashes = {new byte[32], new byte[32]};
        hashes[1][0] = 1;
        byte[] before = {};
        for (byte[] hash : hashes) {
            try (DeterministicNonces nonces = new DeterministicNonces(LIBCRYPTO, Digest.SHA256, order, own, hash)) {
                for (int i = 0; i < 20; i++) {
                    byte[] next = nonces.next();
                    assertThat(new BigInteger(1, next)).isPositive().isLessThan(new BigInteger(1, order));
                    assertThat(Arrays.equals(next, before)).isFalse();
                    before = next;
                }
            }
        }
    }

    /** Candidates of a small order are mostly out of range, and those are skipped. Source: RFC 6979 §3.2 step h. */
    @Test
    void nonces_ofASmallOrder_skipWhatIsOutOfRange() {
        byte[] order = {(byte) 0x81};
        try (DeterministicNonces nonces =
                new DeterministicNonces(LIBCRYPTO, Digest.SHA256, order, new byte[] {5}, new byte[32])) {
            for (int i = 0; i < 200; i++) {
                assertThat(nonces.next()[0] & 0xff).isBetween(1, 0x80);
            }
        }
    }

    @Test
    void sign_wrongKeyOrLength_isRefused() throws Exception {
        try (EvpKey rsa = privateKey(TestLibcrypto.jdkRsa(2048));
                EvpKey ec = key(Curve.P256)) {
            assertThatThrownBy(() -> DeterministicEcdsa.sign(rsa, Digest.SHA256, new byte[32]))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> DeterministicEcdsa.sign(ec, Digest.SHA256, new byte[31]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}

package org.wardkey.provider.backend.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wardkey.provider.backend.libcrypto.LibcryptoFixture.JDK;
import static org.wardkey.provider.backend.libcrypto.LibcryptoFixture.MESSAGE;
import static org.wardkey.provider.backend.libcrypto.LibcryptoFixture.NATIVE;
import static org.wardkey.provider.backend.libcrypto.LibcryptoFixture.pair;
import static org.wardkey.provider.backend.libcrypto.LibcryptoFixture.sign;
import static org.wardkey.provider.backend.libcrypto.LibcryptoFixture.verify;

import java.security.InvalidKeyException;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.MacOperation;
import org.wardkey.provider.backend.SignOperation;
import org.wardkey.provider.backend.libcrypto.LibcryptoFixture.Pair;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;

/** Every operation against the JDK's engine, in both directions. */
class LibcryptoBackendTest {
    private record Case(KeyType type, Mechanism mechanism) {}

    static Stream<Case> signatures() {
        List<Case> cases = new ArrayList<>();
        for (Digest digest : Digest.values()) {
            if (!digest.isOfHmac() || digest == Digest.SHA_1) {
                continue;
            }
            // SunEC has no ECDSA over SHA-512/t.
            if (!digest.standardName().contains("/")) {
                for (KeyType type : new KeyType[] {KeyType.EC_P256, KeyType.EC_P384, KeyType.EC_P521}) {
                    cases.add(new Case(type, Mechanism.of(Family.ECDSA, digest)));
                }
            }
            cases.add(new Case(KeyType.RSA, Mechanism.of(Family.RSA_PKCS1, digest)));
            cases.add(new Case(KeyType.RSA, Mechanism.pss(digest, digest, digest.sizeBytes())));
            cases.add(new Case(KeyType.RSA, Mechanism.pss(digest, Digest.SHA_1, 7)));
        }
        cases.add(new Case(KeyType.ED25519, Mechanism.of(Family.ED25519)));
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void sign_withEitherEngine_verifiesInBoth(Case one) throws Exception {
        Pair pair = pair(one.type());
        for (KeyBackend signer : List.of(NATIVE, JDK)) {
            byte[] signature = sign(signer, signer.plain(pair.privateKey()), one.mechanism(), MESSAGE);
            for (KeyBackend verifier : List.of(NATIVE, JDK)) {
                assertThat(verify(verifier, pair.publicKey(), one.mechanism(), MESSAGE, signature))
                        .isTrue();
            }
            signature[signature.length - 1] ^= 1;
            assertThat(verify(NATIVE, pair.publicKey(), one.mechanism(), MESSAGE, signature))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void verify_malformedSignature_neverAccepts(Case one) throws Exception {
        Pair pair = pair(one.type());
        byte[] signature = sign(NATIVE, NATIVE.plain(pair.privateKey()), one.mechanism(), MESSAGE);
        List<byte[]> malformed = new ArrayList<>(List.of(new byte[0], new byte[1], new byte[5000]));
        malformed.add(Arrays.copyOf(signature, signature.length + 1));
        malformed.add(Arrays.copyOf(signature, signature.length - 1));
        if (one.mechanism().family() == Family.ECDSA) {
            malformed.add(withLongLength(signature));
        }
        for (byte[] bad : malformed) {
            assertThat(verify(NATIVE, pair.publicKey(), one.mechanism(), MESSAGE, bad))
                    .isFalse();
        }
    }

    /** The same numbers in BER that is not DER: one more byte of length than is needed. */
    private static byte[] withLongLength(byte[] der) {
        int header = der[1] < 0 ? 3 : 2;
        byte[] ber = new byte[der.length + 1];
        System.arraycopy(der, header, ber, header + 1, der.length - header);
        ber[0] = 0x30;
        ber[1] = (byte) (header == 3 ? 0x82 : 0x81);
        ber[header] = der[header - 1];
        return ber;
    }

    @Test
    void sign_digestOfTheCaller_takesSixtyFourBytesAndNoMore() throws Exception {
        Mechanism raw = Mechanism.of(Family.ECDSA);
        Pair pair = pair(KeyType.EC_P256);
        byte[] digest = Arrays.copyOf(MESSAGE, 64);
        byte[] signature = sign(NATIVE, NATIVE.plain(pair.privateKey()), raw, digest);
        assertThat(verify(JDK, pair.publicKey(), raw, digest, signature)).isTrue();
        try (SignOperation operation = NATIVE.openSign(NATIVE.plain(pair.privateKey()), raw)) {
            operation.update(digest, 0, 64);
            assertThatThrownBy(() -> operation.update(digest, 0, 1)).isInstanceOf(SignatureException.class);
            assertThatThrownBy(operation::sign).isInstanceOf(SignatureException.class);
            operation.update(digest, 0, 32);
            assertThat(operation.sign()).isNotEmpty();
            assertThatThrownBy(operation::sign).isInstanceOf(SignatureException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Digest.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "SHA_1", "SHAKE128_256", "SHAKE256_512"})
    void mac_everyDigest_equalsTheJdks(Digest digest) throws Exception {
        Mechanism hmac = Mechanism.of(Family.HMAC, digest);
        for (int keyBytes : new int[] {1, 20, 64, 200}) {
            SecretKey key = new SecretKeySpec(MESSAGE, 0, keyBytes, "Hmac");
            try (MacOperation ours = NATIVE.openMac(NATIVE.plain(key), hmac);
                    MacOperation theirs = JDK.openMac(JDK.plain(key), hmac)) {
                theirs.update(MESSAGE, 3, MESSAGE.length - 3);
                byte[] expected = theirs.finish();
                ours.update(MESSAGE, 0, 2);
                ours.reset();
                ours.update(MESSAGE, 3, 10);
                try (MacOperation copy = ours.copy()) {
                    ours.update(MESSAGE, 13, MESSAGE.length - 13);
                    copy.update(MESSAGE, 13, MESSAGE.length - 13);
                    assertThat(ours.finish()).isEqualTo(copy.finish()).isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Family.class,
            names = {"AES_KW", "AES_KWP"})
    void wrap_withEitherEngine_unwrapsInBoth(Family family) throws Exception {
        Mechanism mechanism = Mechanism.of(family);
        for (int keyBytes = 16; keyBytes <= 32; keyBytes += 8) {
            SecretKey key = new SecretKeySpec(MESSAGE, 0, keyBytes, "AES");
            for (int size : family == Family.AES_KW ? new int[] {16, 24, 1216} : new int[] {1, 8, 9, 16, 1217}) {
                byte[] plaintext = Arrays.copyOf(MESSAGE, size);
                byte[] wrapped = NATIVE.wrap(NATIVE.plain(key), mechanism, plaintext);
                assertThat(JDK.wrap(JDK.plain(key), mechanism, plaintext)).isEqualTo(wrapped);
                assertThat(NATIVE.unwrap(NATIVE.plain(key), mechanism, wrapped)).isEqualTo(plaintext);
                wrapped[0] ^= 1;
                assertThatThrownBy(() -> NATIVE.unwrap(NATIVE.plain(key), mechanism, wrapped))
                        .isInstanceOf(InvalidKeyException.class);
            }
            assertThatThrownBy(() -> NATIVE.wrap(NATIVE.plain(key), mechanism, new byte[0]))
                    .isInstanceOf(IllegalBlockSizeException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Digest.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "SHAKE128_256", "SHAKE256_512"})
    void oaep_withEitherEngine_decryptsInBothAndFailsInOneWay(Digest digest) throws Exception {
        Pair pair = pair(KeyType.RSA);
        byte[] plaintext = Arrays.copyOf(MESSAGE, 256 - 2 * digest.sizeBytes() - 2);
        Set<String> failures = new HashSet<>();
        for (Digest mgf1 : new Digest[] {digest, Digest.SHA_1}) {
            Mechanism oaep = Mechanism.oaep(digest, mgf1);
            for (byte[] label : new byte[][] {{}, {1, 2, 3}}) {
                for (KeyBackend engine : List.of(NATIVE, JDK)) {
                    byte[] ciphertext = engine.oaepEncrypt(engine.plain(pair.publicKey()), oaep, label, plaintext);
                    for (KeyBackend other : List.of(NATIVE, JDK)) {
                        assertThat(other.oaepDecrypt(other.plain(pair.privateKey()), oaep, label, ciphertext))
                                .isEqualTo(plaintext);
                    }
                    byte[] flipped = ciphertext.clone();
                    flipped[9] ^= 1;
                    for (byte[] bad : List.of(flipped, new byte[256], new byte[0], filled(256, -1), filled(257, 1))) {
                        assertThatThrownBy(() -> NATIVE.oaepDecrypt(NATIVE.plain(pair.privateKey()), oaep, label, bad))
                                .isInstanceOf(BadPaddingException.class)
                                .hasNoCause()
                                .satisfies(e -> failures.add(e.toString()));
                    }
                }
            }
        }
        assertThat(failures).hasSize(1);
        assertThatThrownBy(() -> NATIVE.oaepEncrypt(
                        NATIVE.plain(pair.publicKey()), Mechanism.oaep(digest, digest), new byte[0], new byte[256]))
                .isInstanceOf(IllegalBlockSizeException.class);
    }

    private static byte[] filled(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"EC_P256", "EC_P384", "EC_P521", "X25519", "X448"})
    void agree_pairsOfEitherEngine_giveOneSecret(KeyType type) throws Exception {
        Mechanism mechanism = Mechanism.of(
                switch (type) {
                    case X25519 -> Family.X25519;
                    case X448 -> Family.X448;
                    default -> Family.ECDH;
                });
        Pair one = pair(type);
        Pair two = Pair.generate(JDK, type, 0);
        byte[] secret = NATIVE.agree(NATIVE.plain(one.privateKey()), mechanism, two.publicKey());
        assertThat(NATIVE.agree(NATIVE.plain(two.privateKey()), mechanism, one.publicKey()))
                .isEqualTo(secret);
        assertThat(JDK.agree(JDK.plain(one.privateKey()), mechanism, two.publicKey()))
                .isEqualTo(secret);
        assertThatThrownBy(() -> NATIVE.agree(
                        NATIVE.plain(one.privateKey()),
                        mechanism,
                        pair(KeyType.RSA).publicKey()))
                .isInstanceOf(InvalidKeyException.class);
    }
}

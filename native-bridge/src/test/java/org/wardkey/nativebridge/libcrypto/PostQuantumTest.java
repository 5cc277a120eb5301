package org.wardkey.nativebridge.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.LIBCRYPTO;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.assertErrorQueueEmpty;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.flip;
import static org.wardkey.nativebridge.libcrypto.TestLibcrypto.hex;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardkey.nativebridge.libcrypto.PostQuantumSignature.Input;

/** On OpenSSL 3.5 what it has, on other libraries that they say so. */
class PostQuantumTest {
    private static final byte[] NONE = {};
    private static final byte[] MESSAGE = "Infusion started, 4 ml/h.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTEXT = "pump 7".getBytes(StandardCharsets.US_ASCII);

    @AfterEach
    void errorQueue_afterEveryTest_isEmpty() {
        assertErrorQueueEmpty();
    }

    /** @return null where the library does not have the type, after looking that it says so */
    private static EvpKey generated(KeyType type) {
        if (TestLibcrypto.isOpenssl35()) {
            return EvpKey.generate(LIBCRYPTO, type);
        }
        assertThatThrownBy(() -> EvpKey.generate(LIBCRYPTO, type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this libcrypto has no " + type.libcryptoName());
        return null;
    }

    /**
     * Seeds 00 01 02 ... and the SHA-256 of the expanded keys. Sources: RFC 9935 appendix C, RFC 9881 appendix C.
     */
    @ParameterizedTest
    @CsvSource({
        "ML_KEM_512, 1, 17fb29b8c4baf74fb81eea15ffd583b3e37f5a5b8dcf6db96c72c3b3751d6f17",
        "ML_KEM_768, 2, dac268bde6a8dd238e9887117d6b664e7a7a9350ad6b7c08a948e504809572a5",
        "ML_KEM_1024, 3, 3a2a676c5a242ee683cb6097c8f3e64fbef4d90267f9250ec2beab8f99621fad",
        "ML_DSA_44, 17, 04bf6b9f579166a627961dfc5c3bf9717df868db88863856356c4668c8b56b0b",
        "ML_DSA_65, 18, 9f1e24f47795fe50040384e3d6183988047170fa2d866406b70fe0a3f8216063",
        "ML_DSA_87, 19, 764d3e223ed90c07bc91a0ab6ecd170e5c66ffe39f7039298596039a36005435"
    })
    void fromPkcs8_seedOfTheStandards_givesTheirKey(KeyType type, int oidEnd, String digest) throws Exception {
        if (!TestLibcrypto.isOpenssl35()) {
            return;
        }
        int seedBytes = type.isMlKem() ? 64 : 32;
        byte[] seed = new byte[seedBytes];
        for (int i = 0; i < seedBytes; i++) {
            seed[i] = (byte) i;
        }
        int arc = type.isMlKem() ? 4 : 3;
        byte[] pkcs8 = concat(
                hex(String.format("30%02x020100300b0609608648016503040%d%02x", seedBytes + 20, arc, oidEnd)),
                hex(String.format("04%02x80%02x", seedBytes + 2, seedBytes)),
                seed);
        try (EvpKey key = EvpKey.fromPkcs8(LIBCRYPTO, pkcs8)) {
            assertThat(key.type()).isEqualTo(type);
            byte[] both = key.toPkcs8();
            // Both forms: the expanded key is last.
            int size = expandedSize(type);
            byte[] expanded = Arrays.copyOfRange(both, both.length - size, both.length);
            assertThat(MessageDigest.getInstance("SHA-256").digest(expanded)).isEqualTo(hex(digest));
        }
    }

    private static int expandedSize(KeyType type) {
        return switch (type) {
            case ML_KEM_512 -> 1632;
            case ML_KEM_768 -> 2400;
            case ML_KEM_1024 -> 3168;
            case ML_DSA_44 -> 2560;
            case ML_DSA_65 -> 4032;
            default -> 4896;
        };
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"ML_KEM_.*"},
            mode = EnumSource.Mode.MATCH_ANY)
    void encapsulate_decapsulated_givesTheSecret(KeyType type) {
        EvpKey pair = generated(type);
        if (pair == null) {
            return;
        }
        try (pair;
                EvpKey own = EvpKey.fromPkcs8(LIBCRYPTO, pair.toPkcs8());
                EvpKey peer = EvpKey.fromSpki(LIBCRYPTO, pair.toSpki())) {
            MlKem.Encapsulated made = MlKem.encapsulate(peer);
            assertThat(made.toString()).isEqualTo("Encapsulated[" + made.ciphertext().length + " bytes]");
            assertThat(made.secret()).hasSize(32);
            assertThat(MlKem.decapsulate(own, made.ciphertext())).isEqualTo(made.secret());
            byte[] wrong = MlKem.decapsulate(own, flip(made.ciphertext(), 5));
            assertThat(wrong).hasSize(32).isNotEqualTo(made.secret());
            assertThat(MlKem.decapsulate(own, flip(made.ciphertext(), 5))).isEqualTo(wrong);
            byte[] cut = Arrays.copyOf(made.ciphertext(), made.ciphertext().length - 1);
            assertThatThrownBy(() -> MlKem.decapsulate(own, cut)).isInstanceOf(LibcryptoException.class);
            assertThatThrownBy(() -> MlKem.decapsulate(peer, made.ciphertext()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> PostQuantumSignature.sign(own, Input.MESSAGE, NONE, MESSAGE, false))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** FIPS 205 algorithm 18: the root, which ends the key, is what the seeds give. */
    @Test
    void fromPkcs8_rootOfAnotherKey_isRefused() {
        EvpKey pair = generated(KeyType.SLH_DSA_SHA2_128F);
        if (pair == null) {
            return;
        }
        try (pair) {
            byte[] pkcs8 = pair.toPkcs8();
            EvpKey.fromPkcs8(LIBCRYPTO, pkcs8).close();
            for (int at : new int[] {pkcs8.length - 64, pkcs8.length - 32, pkcs8.length - 1}) {
                assertThatThrownBy(() -> EvpKey.fromPkcs8(LIBCRYPTO, flip(pkcs8, at)))
                        .isInstanceOf(LibcryptoException.class);
            }
        }
    }

    /** FIPS 203 §7.2: coefficients are below q. §7.3: the decapsulation key holds the hash of the encapsulation key. */
    @Test
    void fromSpki_coefficientNotReduced_isRefused() {
        EvpKey pair = generated(KeyType.ML_KEM_768);
        if (pair == null) {
            return;
        }
        try (pair) {
            byte[] spki = pair.toSpki();
            Arrays.fill(spki, 22, 25, (byte) 0xff);
            assertThatThrownBy(() -> EvpKey.fromSpki(LIBCRYPTO, spki)).isInstanceOf(LibcryptoException.class);
            byte[] pkcs8 = pair.toPkcs8();
            assertThatThrownBy(() -> EvpKey.fromPkcs8(LIBCRYPTO, flip(pkcs8, pkcs8.length - 40)))
                    .isInstanceOf(LibcryptoException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"ML_DSA_.*", "SLH_DSA_.*F"},
            mode = EnumSource.Mode.MATCH_ANY)
    void sign_withContext_verifiesUnderThatContextAlone(KeyType type) {
        EvpKey pair = generated(type);
        if (pair == null) {
            return;
        }
        try (pair;
                EvpKey peer = EvpKey.fromSpki(LIBCRYPTO, pair.toSpki())) {
            byte[] signature = PostQuantumSignature.sign(pair, Input.MESSAGE, CONTEXT, MESSAGE, false);
            assertThat(PostQuantumSignature.verify(peer, Input.MESSAGE, CONTEXT, MESSAGE, signature))
                    .isTrue();
            assertThat(PostQuantumSignature.verify(peer, Input.MESSAGE, NONE, MESSAGE, signature))
                    .isFalse();
            assertThat(PostQuantumSignature.verify(peer, Input.MESSAGE, CONTEXT, flip(MESSAGE, 0), signature))
                    .isFalse();
            assertThat(PostQuantumSignature.verify(peer, Input.MESSAGE, CONTEXT, MESSAGE, flip(signature, 40)))
                    .isFalse();
            assertThat(PostQuantumSignature.verify(peer, Input.MESSAGE, CONTEXT, MESSAGE, NONE))
                    .isFalse();
            byte[] formatted = concat(new byte[] {0, (byte) CONTEXT.length}, CONTEXT, MESSAGE);
            assertThat(PostQuantumSignature.verify(peer, Input.FORMATTED, NONE, formatted, signature))
                    .isTrue();
            assertThat(PostQuantumSignature.sign(pair, Input.MESSAGE, CONTEXT, MESSAGE, false))
                    .isNotEqualTo(signature);
            assertThat(PostQuantumSignature.sign(pair, Input.MESSAGE, CONTEXT, MESSAGE, true))
                    .isEqualTo(PostQuantumSignature.sign(pair, Input.FORMATTED, NONE, formatted, true));
            assertThatThrownBy(() -> PostQuantumSignature.sign(peer, Input.MESSAGE, NONE, MESSAGE, false))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> PostQuantumSignature.sign(pair, Input.MESSAGE, new byte[256], MESSAGE, false))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("256 bytes");
        }
    }

    /** μ = H(H(pk, 64) || M', 64) with SHAKE256. Source: FIPS 204 algorithms 6 and 7. */
    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"ML_DSA_.*"},
            mode = EnumSource.Mode.MATCH_ANY)
    void sign_mu_isTheSignatureOfTheMessage(KeyType type) {
        EvpKey pair = generated(type);
        if (pair == null) {
            return;
        }
        try (pair) {
            byte[] spki = pair.toSpki();
            byte[] formatted = concat(new byte[] {0, (byte) CONTEXT.length}, CONTEXT, MESSAGE);
            byte[] mu = shake256(concat(shake256(Arrays.copyOfRange(spki, 22, spki.length)), formatted));
            assertThat(PostQuantumSignature.sign(pair, Input.MU, NONE, mu, true))
                    .isEqualTo(PostQuantumSignature.sign(pair, Input.MESSAGE, CONTEXT, MESSAGE, true));
            assertThatThrownBy(() -> PostQuantumSignature.sign(pair, Input.MU, NONE, MESSAGE, true))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("expected 64 bytes, got " + MESSAGE.length);
        }
    }

    private static byte[] shake256(byte[] input) {
        try (ShakeContext shake = ShakeContext.of(LIBCRYPTO, Shake.SHAKE256)) {
            shake.update(input, 0, input.length);
            return shake.finish(64);
        }
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}

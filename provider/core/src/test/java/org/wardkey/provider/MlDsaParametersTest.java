package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.jcajce.spec.ContextParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.backend.ModuleLatticeKeys;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.MlDsaParameters;
import org.wardkey.provider.operation.PolicyDeniedSignatureException;
import org.wardkey.provider.operation.Purpose;

/** ML-DSA with a context string, hashed first, and over μ: where OpenSSL 3.5 serves it, and what is said where it does not. */
@EnabledIf(value = "org.wardkey.provider.Lattices#present", disabledReason = "this JVM has no engine for ML-DSA")
class MlDsaParametersTest {
    private static final byte[] MESSAGE = "Infusion started, 4 ml/h.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTEXT = "pump 7".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    private WardkeyProvider provider;
    private final Provider bouncyCastle = new BouncyCastleProvider();

    @BeforeEach
    void configure() {
        provider = TestHome.in(folder).provider();
    }

    private KeyPair pair(String set) throws Exception {
        return KeyPairGenerator.getInstance(set, provider).generateKeyPair();
    }

    private PrivateKey foreign(PrivateKey key) throws Exception {
        return KeyFactory.getInstance("ML-DSA", bouncyCastle)
                .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    }

    private PublicKey foreign(PublicKey key) throws Exception {
        return KeyFactory.getInstance("ML-DSA", bouncyCastle).generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    }

    private static byte[] sign(
            Provider with, String name, PrivateKey key, @Nullable AlgorithmParameterSpec parameters, byte[] message)
            throws Exception {
        Signature signature = Signature.getInstance(name, with);
        signature.initSign(key);
        signature.setParameter(parameters);
        signature.update(message);
        return signature.sign();
    }

    private static boolean verify(
            Provider with,
            String name,
            PublicKey key,
            @Nullable AlgorithmParameterSpec parameters,
            byte[] message,
            byte[] signature)
            throws Exception {
        Signature verification = Signature.getInstance(name, with);
        verification.initVerify(key);
        verification.setParameter(parameters);
        verification.update(message);
        return verification.verify(signature);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87"})
    void context_bothWays_isThatOfBouncyCastle(String set) throws Exception {
        KeyPair pair = pair(set);
        MlDsaParameters parameters = MlDsaParameters.pure(CONTEXT);
        if (!Lattices.OPENSSL_35) {
            assertThatThrownBy(() -> sign(provider, set, pair.getPrivate(), parameters, MESSAGE))
                    .isInstanceOf(SignatureException.class)
                    .hasMessageContaining("OpenSSL 3.5 has it");
            return;
        }
        byte[] ours = sign(provider, set, pair.getPrivate(), parameters, MESSAGE);
        ContextParameterSpec theirs = new ContextParameterSpec(CONTEXT);
        assertThat(verify(bouncyCastle, set, foreign(pair.getPublic()), theirs, MESSAGE, ours))
                .isTrue();
        assertThat(verify(provider, "ML-DSA", pair.getPublic(), parameters, MESSAGE, ours))
                .isTrue();
        assertThat(verify(provider, set, pair.getPublic(), null, MESSAGE, ours)).isFalse();
        byte[] made = sign(bouncyCastle, set, foreign(pair.getPrivate()), theirs, MESSAGE);
        assertThat(verify(provider, set, pair.getPublic(), parameters, MESSAGE, made))
                .isTrue();
        assertThat(verify(provider, set, pair.getPublic(), MlDsaParameters.PURE, MESSAGE, made))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87"})
    void preHash_bothWays_isThatOfBouncyCastle(String set) throws Exception {
        if (!Lattices.OPENSSL_35) {
            return;
        }
        KeyPair pair = pair(set);
        String theirs = set + "-WITH-SHA512";
        ContextParameterSpec context = new ContextParameterSpec(CONTEXT);
        MlDsaParameters parameters = MlDsaParameters.preHash(Digest.SHA_512, CONTEXT);
        byte[] ours = sign(provider, set, pair.getPrivate(), parameters, MESSAGE);
        assertThat(verify(bouncyCastle, theirs, foreign(pair.getPublic()), context, MESSAGE, ours))
                .isTrue();
        byte[] made = sign(bouncyCastle, theirs, foreign(pair.getPrivate()), context, MESSAGE);
        assertThat(verify(provider, set, pair.getPublic(), parameters, MESSAGE, made))
                .isTrue();
        assertThat(verify(
                        provider,
                        set,
                        pair.getPublic(),
                        MlDsaParameters.preHash(Digest.SHA_256, CONTEXT),
                        MESSAGE,
                        made))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Digest.class,
            names = {"NONE", "SHA_1", "SHA_224", "SHA_512_224", "SHA3_224"},
            mode = EnumSource.Mode.EXCLUDE)
    void preHash_everyHashFunction_verifiesUnderItAlone(Digest digest) throws Exception {
        if (!Lattices.OPENSSL_35) {
            return;
        }
        KeyPair pair = pair("ML-DSA-44");
        MlDsaParameters parameters = MlDsaParameters.preHash(digest, new byte[0]);
        byte[] made = sign(provider, "ML-DSA", pair.getPrivate(), parameters, MESSAGE);
        assertThat(verify(provider, "ML-DSA", pair.getPublic(), parameters, MESSAGE, made))
                .isTrue();
        assertThat(verify(provider, "ML-DSA", pair.getPublic(), MlDsaParameters.PURE, MESSAGE, made))
                .isFalse();
    }

    /** Source: FIPS 204 algorithm 7 line 6, algorithm 22. */
    @Test
    void externalMu_ofAPlainKey_isASignatureOfTheMessage() throws Exception {
        if (!Lattices.OPENSSL_35) {
            return;
        }
        KeyPair pair = pair("ML-DSA-65");
        byte[] mu = mu(pair.getPublic());
        byte[] made = sign(provider, "ML-DSA", pair.getPrivate(), MlDsaParameters.externalMu(), mu);
        assertThat(verify(bouncyCastle, "ML-DSA-65", foreign(pair.getPublic()), null, MESSAGE, made))
                .isTrue();
        assertThat(verify(provider, "ML-DSA", pair.getPublic(), MlDsaParameters.externalMu(), mu, made))
                .isTrue();
        assertThatThrownBy(() -> sign(
                        provider, "ML-DSA", pair.getPrivate(), MlDsaParameters.externalMu(), Arrays.copyOf(mu, 63)))
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("expected 64 bytes, got 63");
        assertThatThrownBy(() -> sign(
                        provider, "ML-DSA", pair.getPrivate(), MlDsaParameters.externalMu(), Arrays.copyOf(mu, 65)))
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("at most 64 bytes");
    }

    private static byte[] mu(PublicKey key) {
        byte[] spki = key.getEncoded();
        return shake256(shake256(Arrays.copyOfRange(spki, 22, spki.length)), new byte[2], MESSAGE);
    }

    /** Neither external mu nor a hash function that the key is not for gets past the gate; pure ML-DSA has none. */
    @Test
    void managedKey_limitedToAHashFunction_signsWithNoOther() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("ML-DSA-44", provider);
        generator.initialize(KeyGenParameters.builder("pump", Purpose.SIGN)
                .digests(Digest.SHA_512)
                .build());
        KeyPair pair = generator.generateKeyPair();
        assertThat(sign(provider, "ML-DSA", pair.getPrivate(), null, MESSAGE)).hasSize(2420);
        assertThatThrownBy(() ->
                        sign(provider, "ML-DSA", pair.getPrivate(), MlDsaParameters.externalMu(), mu(pair.getPublic())))
                .isInstanceOf(PolicyDeniedSignatureException.class)
                .hasMessageContaining("WK-P002");
        if (Lattices.OPENSSL_35) {
            MlDsaParameters sha256 = MlDsaParameters.preHash(Digest.SHA_256, CONTEXT);
            assertThatThrownBy(() -> sign(provider, "ML-DSA", pair.getPrivate(), sha256, MESSAGE))
                    .isInstanceOf(PolicyDeniedSignatureException.class)
                    .hasMessageContaining("SHA_512");
            MlDsaParameters sha512 = MlDsaParameters.preHash(Digest.SHA_512, CONTEXT);
            assertThat(sign(provider, "ML-DSA", pair.getPrivate(), sha512, MESSAGE))
                    .hasSize(2420);
        }
    }

    /** Source: FIPS 204 §5.4. */
    @ParameterizedTest
    @CsvSource({"ML-DSA-44, SHA3_224", "ML-DSA-65, SHA_256", "ML-DSA-87, SHA_384", "ML-DSA-87, SHAKE128_256"})
    void preHash_weakerThanTheParameterSet_isNotSigned(String set, Digest digest) throws Exception {
        KeyPair pair = pair(set);
        MlDsaParameters weak = MlDsaParameters.preHash(digest, CONTEXT);
        assertThatThrownBy(() -> sign(provider, set, pair.getPrivate(), weak, MESSAGE))
                .isInstanceOf(InvalidAlgorithmParameterException.class)
                .hasMessageContaining("5.4");
    }

    /** The key's copy in an engine goes with it. */
    @Test
    void initSign_destroyedKey_isRefused() throws Exception {
        PrivateKey key = pair("ML-DSA-44").getPrivate();
        assertThat(sign(provider, "ML-DSA", key, null, MESSAGE)).hasSize(2420);
        if (Runtime.version().feature() < 24) {
            key.destroy();
            assertThat(key.isDestroyed()).isTrue();
            assertThatThrownBy(() -> sign(provider, "ML-DSA", key, null, MESSAGE))
                    .isInstanceOf(InvalidKeyException.class)
                    .hasMessageContaining("destroyed");
        }
    }

    /** A home is opened by other JDKs, and with other libraries, than those that made its keys. */
    @ParameterizedTest
    @ValueSource(strings = {"ML-DSA-44", "ML-KEM-512"})
    void generatedKey_ofAnyEngine_isStoredAsTheExpandedKeyAlone(String set) throws Exception {
        byte[] pkcs8 = pair(set).getPrivate().getEncoded();
        KeyType type = KeyType.valueOf(set.replace('-', '_'));
        byte[] expanded = ModuleLatticeKeys.expandedBytes(type, pkcs8).orElseThrow();
        assertThat(pkcs8).isEqualTo(ModuleLatticeKeys.pkcs8(type, expanded));
    }

    private static byte[] shake256(byte[]... parts) {
        SHAKEDigest shake = new SHAKEDigest(256);
        for (byte[] part : parts) {
            shake.update(part, 0, part.length);
        }
        byte[] output = new byte[64];
        shake.doFinal(output, 0, output.length);
        return output;
    }

    @Test
    void setParameter_none_takesThemBack() throws Exception {
        KeyPair pair = pair("ML-DSA-44");
        Signature signature = Signature.getInstance("ML-DSA", provider);
        signature.initSign(pair.getPrivate());
        signature.setParameter(MlDsaParameters.pure(CONTEXT));
        signature.setParameter(null);
        signature.update(MESSAGE);
        assertThat(verify(provider, "ML-DSA-44", pair.getPublic(), null, MESSAGE, signature.sign()))
                .isTrue();
    }

    @Test
    void setParameter_whatIsNotOne_isRefused() throws Exception {
        Signature signature = Signature.getInstance("ML-DSA", provider);
        signature.initSign(pair("ML-DSA-44").getPrivate());
        assertThatThrownBy(() -> signature.setParameter(new ContextParameterSpec(CONTEXT)))
                .isInstanceOf(InvalidAlgorithmParameterException.class);
        assertThatThrownBy(() -> MlDsaParameters.pure(new byte[256]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("255");
        assertThatThrownBy(() -> MlDsaParameters.preHash(Digest.SHA_1, CONTEXT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SHA-2");
        assertThat(MlDsaParameters.preHash(Digest.SHA_256, CONTEXT))
                .hasToString("MlDsaParameters[SHA-256, a context string of 6 bytes]")
                .isEqualTo(MlDsaParameters.preHash(Digest.SHA_256, CONTEXT))
                .isNotEqualTo(MlDsaParameters.pure(CONTEXT));
        signature.update(MESSAGE);
        assertThatThrownBy(() -> signature.setParameter(MlDsaParameters.PURE)).hasMessageContaining("middle");
    }
}

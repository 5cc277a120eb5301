package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jcajce.spec.ContextParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.PolicyDeniedSignatureException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.SlhDsaParameters;

/** SLH-DSA where OpenSSL 3.5 serves it, with Bouncy Castle for a peer; elsewhere rows are absent and the report says what would bring them. */
class SlhDsaTest {
    private static final boolean PRESENT = Lattices.OPENSSL_35;
    private static final byte[] MESSAGE = "Infusion started, 4 ml/h.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTEXT = "pump 7".getBytes(StandardCharsets.US_ASCII);
    private static final String FAST = "SLH-DSA-SHA2-128f";

    @TempDir
    private Path folder;

    private WardkeyProvider provider;
    private final Provider bouncyCastle = new BouncyCastleProvider();

    @BeforeEach
    void configure() {
        provider = TestHome.in(folder).provider();
    }

    /** The parameter sets. */
    static Stream<KeyType> sets() {
        return Arrays.stream(KeyType.Kind.SLH_DSA.types());
    }

    private KeyPair pair(String set) throws Exception {
        return KeyPairGenerator.getInstance(set, provider).generateKeyPair();
    }

    private PrivateKey foreign(PrivateKey key) throws Exception {
        return KeyFactory.getInstance("SLH-DSA", bouncyCastle)
                .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    }

    private PublicKey foreign(PublicKey key) throws Exception {
        return KeyFactory.getInstance("SLH-DSA", bouncyCastle).generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    }

    private static byte[] sign(Provider with, String name, PrivateKey key, @Nullable AlgorithmParameterSpec parameters)
            throws Exception {
        Signature signature = Signature.getInstance(name, with);
        signature.initSign(key);
        signature.setParameter(parameters);
        signature.update(MESSAGE);
        return signature.sign();
    }

    private static boolean verify(
            Provider with, String name, PublicKey key, @Nullable AlgorithmParameterSpec parameters, byte[] signature)
            throws Exception {
        Signature verification = Signature.getInstance(name, with);
        verification.initVerify(key);
        verification.setParameter(parameters);
        verification.update(MESSAGE);
        return verification.verify(signature);
    }

    @Test
    void rows_everyJvm_arePresentOrReportedAbsent() {
        List<String> names =
                Stream.concat(Stream.of("SLH-DSA"), sets().map(KeyType::curve)).toList();
        for (String name : names) {
            for (String service : List.of("Signature", "KeyPairGenerator", "KeyFactory")) {
                assertThat(provider.getService(service, name) != null)
                        .as(service + " " + name)
                        .isEqualTo(PRESENT);
            }
            assertThat(provider.administration().report().absent().get(name)).isEqualTo(PRESENT ? null : "OpenSSL 3.5");
        }
        if (!PRESENT) {
            assertThatThrownBy(() -> KeyPairGenerator.getInstance("SLH-DSA", provider))
                    .isInstanceOf(NoSuchAlgorithmException.class);
            return;
        }
        assertThat(provider.getService("Signature", "2.16.840.1.101.3.4.3.20").getAlgorithm())
                .isEqualTo("SLH-DSA-SHA2-128s");
        assertThat(provider.getService("KeyFactory", "OID.2.16.840.1.101.3.4.3.31")
                        .getAlgorithm())
                .isEqualTo("SLH-DSA-SHAKE-256f");
        assertThat(provider.getService("Signature", "SLH-DSA-SHAKE-192S")).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void plainKeys_everyParameterSet_areThoseOfBouncyCastle(KeyType type) throws Exception {
        if (!PRESENT) {
            return;
        }
        String set = type.curve();
        KeyPair pair = pair(set);
        assertThat(KeyType.of(pair.getPublic())).contains(type);
        assertThat(foreign(pair.getPrivate()).getEncoded())
                .isEqualTo(pair.getPrivate().getEncoded());
        assertThat(foreign(pair.getPublic()).getEncoded())
                .isEqualTo(pair.getPublic().getEncoded());

        if (set.contains("SHAKE") && set.endsWith("s")) {
            // Signing takes a second: SlhDsaVectorsIT has signatures of these.
            return;
        }
        byte[] ours = sign(provider, set, pair.getPrivate(), null);
        assertThat(verify(bouncyCastle, set, foreign(pair.getPublic()), null, ours))
                .isTrue();
        assertThat(verify(provider, "SLH-DSA", foreign(pair.getPublic()), null, ours))
                .isTrue();
        ours[ours.length - 1] ^= 1;
        assertThat(verify(provider, set, pair.getPublic(), null, ours)).isFalse();
        if (set.endsWith("f")) {
            byte[] theirs = sign(bouncyCastle, set, foreign(pair.getPrivate()), null);
            assertThat(verify(provider, set, pair.getPublic(), null, theirs)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"SLH-DSA-SHA2-128f, SHA256, SHA_256", "SLH-DSA-SHAKE-192f, SHAKE256, SHAKE256_512"})
    void parameters_bothWays_areThoseOfBouncyCastle(String set, String theirDigest, Digest digest) throws Exception {
        if (!PRESENT) {
            return;
        }
        KeyPair pair = pair(set);
        ContextParameterSpec theirs = new ContextParameterSpec(CONTEXT);
        SlhDsaParameters pure = SlhDsaParameters.pure(CONTEXT);
        SlhDsaParameters hashed = SlhDsaParameters.preHash(digest, CONTEXT);
        byte[] ours = sign(provider, set, pair.getPrivate(), pure);
        assertThat(verify(bouncyCastle, set, foreign(pair.getPublic()), theirs, ours))
                .isTrue();
        assertThat(verify(provider, set, pair.getPublic(), null, ours)).isFalse();
        byte[] made = sign(bouncyCastle, set, foreign(pair.getPrivate()), theirs);
        assertThat(verify(provider, "SLH-DSA", pair.getPublic(), pure, made)).isTrue();
        assertThat(verify(provider, "SLH-DSA", pair.getPublic(), hashed, made)).isFalse();

        String hashName = set + "-WITH-" + theirDigest;
        byte[] oursHashed = sign(provider, set, pair.getPrivate(), hashed);
        assertThat(verify(bouncyCastle, hashName, foreign(pair.getPublic()), theirs, oursHashed))
                .isTrue();
        byte[] madeHashed = sign(bouncyCastle, hashName, foreign(pair.getPrivate()), theirs);
        assertThat(verify(provider, set, pair.getPublic(), hashed, madeHashed)).isTrue();
        assertThat(verify(provider, set, pair.getPublic(), SlhDsaParameters.PURE, madeHashed))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"SLH-DSA-SHA2-128f, SHA3_224", "SLH-DSA-SHAKE-192f, SHA_256", "SLH-DSA-SHA2-256f, SHAKE128_256"})
    void preHash_weakerThanTheParameterSet_isNotSigned(String set, Digest digest) throws Exception {
        if (!PRESENT) {
            return;
        }
        PrivateKey key = pair(set).getPrivate();
        assertThatThrownBy(() -> sign(provider, set, key, SlhDsaParameters.preHash(digest, CONTEXT)))
                .isInstanceOf(InvalidAlgorithmParameterException.class)
                .hasMessageContaining("10.2");
    }

    @Test
    void managedKey_limits_hold() throws Exception {
        if (!PRESENT) {
            return;
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance(FAST, provider);
        generator.initialize(KeyGenParameters.builder("pump", Purpose.SIGN)
                .digests(Digest.SHA_512)
                .maximumOperations(2)
                .build());
        KeyPair pair = generator.generateKeyPair();
        assertThat(pair.getPrivate().getEncoded()).isNull();
        assertThat(KeyType.of(pair.getPrivate())).contains(KeyType.SLH_DSA_SHA2_128F);

        byte[] made = sign(provider, "SLH-DSA", pair.getPrivate(), null);
        assertThat(verify(bouncyCastle, FAST, foreign(pair.getPublic()), null, made))
                .isTrue();
        SlhDsaParameters sha256 = SlhDsaParameters.preHash(Digest.SHA_256, CONTEXT);
        assertThatThrownBy(() -> sign(provider, "SLH-DSA", pair.getPrivate(), sha256))
                .isInstanceOf(PolicyDeniedSignatureException.class)
                .hasMessageContaining("SHA_512");
        assertThat(sign(provider, FAST, pair.getPrivate(), SlhDsaParameters.preHash(Digest.SHA_512, CONTEXT)))
                .hasSize(17_088);
        assertThatThrownBy(() -> sign(provider, FAST, pair.getPrivate(), null))
                .isInstanceOf(PolicyDeniedSignatureException.class)
                .hasMessageContaining("WK-K009");
    }

    @Test
    void importedKey_readAgain_signs() throws Exception {
        if (!PRESENT) {
            return;
        }
        String set = "SLH-DSA-SHAKE-128f";
        KeyPairGenerator foreign = KeyPairGenerator.getInstance(set, bouncyCastle);
        KeyPair pair = foreign.generateKeyPair();
        KeyPair other = foreign.generateKeyPair();
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        assertThatThrownBy(() -> store.setKeyEntry(
                        "kept", pair.getPrivate(), null, new Certificate[] {new FakeCertificate(other.getPublic())}))
                .hasMessageContaining("of another");
        store.setKeyEntry("kept", pair.getPrivate(), null, new Certificate[] {new FakeCertificate(pair.getPublic())});
        byte[] made = sign(provider, set, (PrivateKey) store.getKey("kept", null), null);
        assertThat(verify(bouncyCastle, set, pair.getPublic(), null, made)).isTrue();
        assertThat(provider.administration().show("kept").facts().type()).isEqualTo(KeyType.SLH_DSA_SHAKE_128F);
    }

    /** Source: RFC 9909 §6: the OCTET STRING holds the 4n bytes, with nothing around them. */
    @Test
    void generatePrivate_whatIsNoKey_isRefused() throws Exception {
        if (!PRESENT) {
            return;
        }
        KeyFactory factory = KeyFactory.getInstance("SLH-DSA", provider);
        byte[] key = pair(FAST).getPrivate().getEncoded();
        assertThat(HexFormat.of().formatHex(key, 0, 20)).isEqualTo("3052020100300b06096086480165030403150440");
        byte[] otherRoot = key.clone();
        otherRoot[key.length - 1] ^= 1;
        byte[] otherSet = key.clone();
        otherSet[17] = 0x16;
        byte[] mlDsa = key.clone();
        mlDsa[17] = 0x12;
        byte[] wrapped = HexFormat.of().parseHex("3054020100300b0609608648016503040315044204" + "40" + "00".repeat(64));
        for (byte[] bad : List.of(
                otherRoot,
                otherSet,
                mlDsa,
                wrapped,
                Arrays.copyOf(key, key.length + 1),
                Arrays.copyOf(key, key.length - 1),
                Arrays.copyOf(key, 20),
                new byte[0])) {
            assertThatThrownBy(() -> factory.generatePrivate(new PKCS8EncodedKeySpec(bad)))
                    .as(HexFormat.of().formatHex(bad))
                    .isInstanceOf(InvalidKeySpecException.class);
        }
        byte[] spki = pair(FAST).getPublic().getEncoded();
        for (byte[] bad : List.of(Arrays.copyOf(spki, spki.length - 1), Arrays.copyOf(spki, spki.length + 1))) {
            assertThatThrownBy(() -> factory.generatePublic(new X509EncodedKeySpec(bad)))
                    .isInstanceOf(InvalidKeySpecException.class);
        }
        assertThat(factory.generatePrivate(new PKCS8EncodedKeySpec(key)).getEncoded())
                .isEqualTo(key);
    }

    /** As JDK 17 hands the key of a certificate to factories: with a NULL behind the object identifier. */
    @ParameterizedTest
    @ValueSource(strings = {FAST, "ML-DSA-44", "ML-KEM-512"})
    void generatePublic_nullBehindTheIdentifier_isTheSameKey(String set) throws Exception {
        // JDK 24 and later read ML-DSA and ML-KEM themselves.
        if (!PRESENT || (!set.equals(FAST) && Runtime.version().feature() >= 24)) {
            return;
        }
        PublicKey key =
                KeyPairGenerator.getInstance(set, provider).generateKeyPair().getPublic();
        SubjectPublicKeyInfo plain = SubjectPublicKeyInfo.getInstance(key.getEncoded());
        byte[] withNull = new SubjectPublicKeyInfo(
                        new AlgorithmIdentifier(plain.getAlgorithm().getAlgorithm(), DERNull.INSTANCE),
                        plain.getPublicKeyData().getBytes())
                .getEncoded();
        assertThat(withNull).hasSizeGreaterThan(key.getEncoded().length);
        PublicKey read = KeyFactory.getInstance(set, provider).generatePublic(new X509EncodedKeySpec(withNull));
        assertThat(read).isEqualTo(key);
        assertThat(read.getEncoded()).isEqualTo(key.getEncoded());
        withNull[withNull.length / 2] ^= 1;
        withNull[5] ^= 1;
        assertThatThrownBy(() -> KeyFactory.getInstance(set, provider).generatePublic(new X509EncodedKeySpec(withNull)))
                .isInstanceOf(InvalidKeySpecException.class);
    }

    /** A key of nobody's class that says one parameter set and has the encoding of another. */
    private static class Mislabelled implements Key {
        private static final long serialVersionUID = 1;

        private final String algorithm;
        private final Key other;

        Mislabelled(String algorithm, Key other) {
            this.algorithm = algorithm;
            this.other = other;
        }

        @Override
        public String getAlgorithm() {
            return algorithm;
        }

        @Override
        public String getFormat() {
            return other.getFormat();
        }

        @Override
        public byte[] getEncoded() {
            return other.getEncoded();
        }
    }

    private static final class MislabelledPublic extends Mislabelled implements PublicKey {
        private static final long serialVersionUID = 1;

        MislabelledPublic(String algorithm, Key other) {
            super(algorithm, other);
        }
    }

    private static final class MislabelledPrivate extends Mislabelled implements PrivateKey {
        private static final long serialVersionUID = 1;

        MislabelledPrivate(String algorithm, Key other) {
            super(algorithm, other);
        }
    }

    @Test
    void plainKey_encodingOfAnotherSet_isRefused() throws Exception {
        if (!PRESENT) {
            return;
        }
        KeyPair pair = KeyPairGenerator.getInstance(FAST, provider).generateKeyPair();
        String other = "SLH-DSA-SHAKE-128f";
        Signature signature = Signature.getInstance(other, provider);
        PrivateKey own = new MislabelledPrivate(other, pair.getPrivate());
        PublicKey shown = new MislabelledPublic(other, pair.getPublic());
        assertThatThrownBy(() -> signature.initSign(own))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining(other);
        assertThatThrownBy(() -> signature.initVerify(shown))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining(other);
    }

    @Test
    void keys_ofAnotherParameterSet_areNotTaken() throws Exception {
        if (!PRESENT) {
            return;
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("SLH-DSA", provider);
        assertThat(KeyType.of(generator.generateKeyPair().getPublic())).contains(KeyType.SLH_DSA_SHA2_128F);
        assertThatThrownBy(() -> generator.initialize(128)).isInstanceOf(InvalidParameterException.class);
        generator.initialize(new NamedParameterSpec("SLH-DSA-SHAKE-128F"));
        KeyPair shake = generator.generateKeyPair();
        Signature signature = Signature.getInstance(FAST, provider);
        assertThatThrownBy(() -> signature.initSign(shake.getPrivate()))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining(FAST);
        Signature verification = Signature.getInstance("SLH-DSA", provider);
        verification.initVerify(shake.getPublic());
        assertThatThrownBy(() -> verification.verify(new byte[17_087]))
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("17088");
        KeyPairGenerator fixed = KeyPairGenerator.getInstance(FAST, provider);
        assertThatThrownBy(() -> fixed.initialize(new NamedParameterSpec("SLH-DSA-SHA2-128s")))
                .isInstanceOf(InvalidAlgorithmParameterException.class);
    }

    @Test
    void parameters_outsideTheStandard_areRefused() {
        assertThatThrownBy(() -> SlhDsaParameters.pure(new byte[256]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("255");
        assertThatThrownBy(() -> SlhDsaParameters.preHash(Digest.SHA_1, CONTEXT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SHA-2");
        assertThat(SlhDsaParameters.preHash(Digest.SHA_256, CONTEXT))
                .hasToString("SlhDsaParameters[SHA-256, a context string of 6 bytes]")
                .isEqualTo(SlhDsaParameters.preHash(Digest.SHA_256, CONTEXT))
                .isNotEqualTo(SlhDsaParameters.pure(CONTEXT));
        assertThat(SlhDsaParameters.pure(CONTEXT).context()).isEqualTo(CONTEXT);
    }
}

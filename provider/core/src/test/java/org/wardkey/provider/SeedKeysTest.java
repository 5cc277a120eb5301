package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jcajce.interfaces.MLDSAPrivateKey;
import org.bouncycastle.jcajce.interfaces.MLKEMPrivateKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.jdk.JdkBackend;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.secret.SecretBytes;

/** Private keys of ML-KEM and ML-DSA as seeds, as expanded keys and as both, made by Bouncy Castle, which keeps seeds. */
@EnabledIf(value = "org.wardkey.provider.Lattices#present", disabledReason = "this JVM has no engine for these keys")
class SeedKeysTest {
    @TempDir
    private Path folder;

    private WardkeyProvider provider;
    private final BouncyCastleProvider bouncyCastle = new BouncyCastleProvider();

    @BeforeEach
    void configure() {
        provider = TestHome.in(folder).provider();
    }

    private KeyPair foreign(String set) throws Exception {
        return KeyPairGenerator.getInstance(set, bouncyCastle).generateKeyPair();
    }

    private static byte[] seed(PrivateKey key) {
        return key instanceof MLDSAPrivateKey dsa ? dsa.getSeed() : ((MLKEMPrivateKey) key).getSeed();
    }

    private static byte[] expanded(PrivateKey key) {
        return key instanceof MLDSAPrivateKey dsa ? dsa.getPrivateData() : ((MLKEMPrivateKey) key).getPrivateData();
    }

    private static byte[] encoding(PrivateKey key, ASN1Encodable choice) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
        return new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), choice).getEncoded();
    }

    /** PKCS#8 of another version; for an encoding of under 128 bytes. */
    private static byte[] version(byte[] pkcs8, int version) {
        byte[] other = pkcs8.clone();
        other[4] = (byte) version;
        return other;
    }

    private static List<byte[]> forms(PrivateKey key) throws IOException {
        ASN1OctetString seed = new DEROctetString(seed(key));
        ASN1OctetString expanded = new DEROctetString(expanded(key));
        return List.of(
                encoding(key, new DERTaggedObject(false, 0, seed)),
                encoding(key, expanded),
                encoding(key, new DERSequence(new ASN1Encodable[] {seed, expanded})));
    }

    /** Keys of the JDK's classes are expanded; those of our own, before JDK 24, stay as they came. */
    private static void requireSame(PrivateKey key, PrivateKey foreign, byte[] form) throws IOException {
        if (Runtime.version().feature() >= 24) {
            assertThat(expandedOf(key)).isEqualTo(expanded(foreign));
        } else {
            assertThat(key.getEncoded()).isEqualTo(form);
        }
    }

    private static byte[] expandedOf(PrivateKey key) throws IOException {
        return ASN1OctetString.getInstance(
                        PrivateKeyInfo.getInstance(key.getEncoded()).parsePrivateKey())
                .getOctets();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ML-KEM-512", "ML-KEM-768", "ML-KEM-1024", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"})
    void generatePrivate_everyForm_isTheSameKey(String set) throws Exception {
        KeyPair pair = foreign(set);
        for (String row : List.of(set, set.substring(0, 6))) {
            KeyFactory factory = KeyFactory.getInstance(row, provider);
            for (byte[] form : forms(pair.getPrivate())) {
                PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(form));
                requireSame(key, pair.getPrivate(), form);
            }
            requireSame(
                    (PrivateKey) factory.translateKey(pair.getPrivate()),
                    pair.getPrivate(),
                    pair.getPrivate().getEncoded());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ML-KEM-768", "ML-DSA-65"})
    void generatePrivate_whatIsNoKey_isRefused(String set) throws Exception {
        PrivateKey key = foreign(set).getPrivate();
        ASN1OctetString seed = new DEROctetString(seed(key));
        ASN1OctetString other = new DEROctetString(seed(foreign(set).getPrivate()));
        ASN1OctetString expanded = new DEROctetString(expanded(key));
        KeyFactory factory = KeyFactory.getInstance(set, provider);
        byte[] whole = encoding(key, expanded);
        List<byte[]> bad = List.of(
                encoding(key, new DERSequence(new ASN1Encodable[] {other, expanded})),
                encoding(key, new DERTaggedObject(false, 0, new DEROctetString(new byte[31]))),
                encoding(key, new DEROctetString(Arrays.copyOf(expanded.getOctets(), 100))),
                encoding(key, new DERTaggedObject(false, 1, seed)),
                encoding(
                        foreign(set.replaceAll("[0-9]+$", set.contains("KEM") ? "512" : "44"))
                                .getPrivate(),
                        expanded),
                Arrays.copyOf(whole, whole.length + 1),
                version(encoding(key, new DERTaggedObject(false, 0, seed)), 7),
                Arrays.copyOf(encoding(key, new DERTaggedObject(false, 0, seed)), 100),
                encoding(key, new DERSequence(new ASN1Encodable[] {seed, expanded, seed})),
                Arrays.copyOf(whole, whole.length - 1),
                Arrays.copyOf(whole, 5),
                new byte[] {0x30, (byte) 0x84, 127, 127, 127, 127, 1},
                new byte[0]);
        for (byte[] form : bad) {
            assertThatThrownBy(() -> factory.generatePrivate(new PKCS8EncodedKeySpec(form)))
                    .as("form " + bad.indexOf(form))
                    .isInstanceOf(InvalidKeySpecException.class)
                    .hasMessageContaining("Expected");
        }
        assertThat(ASN1Sequence.getInstance(whole)).isNotNull();
    }

    /** What another engine, or another JDK, stored. */
    @ParameterizedTest
    @ValueSource(strings = {"ML-KEM-768", "ML-DSA-65"})
    void adopt_everyForm_isTakenByTheJdksEngine(String set) throws Exception {
        if (Runtime.version().feature() < 24) {
            return;
        }
        KeyType type = KeyType.valueOf(set.replace('-', '_'));
        for (byte[] form : forms(foreign(set).getPrivate())) {
            try (SecretBytes material = SecretBytes.take(form);
                    BackendKey key = new JdkBackend(new SecureRandom()).adopt(type, type.algorithm(), material)) {
                assertThat(key).isNotNull();
            }
        }
    }

    /** Source: FIPS 204 algorithm 25: the packed form has room for coefficients beyond eta. */
    @ParameterizedTest
    @ValueSource(strings = {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87"})
    void generatePrivate_vectorsThatAreNotShort_isRefused(String set) throws Exception {
        PrivateKey key = foreign(set).getPrivate();
        KeyFactory factory = KeyFactory.getInstance(set, provider);
        int end = 128 + (set.endsWith("65") ? 11 * 128 : (set.endsWith("44") ? 8 : 15) * 96);
        for (int at : new int[] {128, 129, 300, end - 1}) {
            byte[] large = expanded(key);
            large[at] = (byte) 0xff;
            byte[] form = encoding(key, new DEROctetString(large));
            assertThatThrownBy(() -> factory.generatePrivate(new PKCS8EncodedKeySpec(form)))
                    .as("byte " + at)
                    .isInstanceOf(InvalidKeySpecException.class)
                    .hasMessageContaining("short");
        }
        // t0, behind them, takes any bits.
        byte[] other = expanded(key);
        other[end] = (byte) 0xff;
        byte[] form = encoding(key, new DEROctetString(other));
        if (Runtime.version().feature() >= 24) {
            assertThat(factory.generatePrivate(new PKCS8EncodedKeySpec(form))).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87"})
    void sign_withTheKeyOfAnotherProvider_works(String set) throws Exception {
        KeyPair pair = foreign(set);
        Signature signature = Signature.getInstance(set, provider);
        signature.initSign(pair.getPrivate());
        signature.update(new byte[10]);
        byte[] made = signature.sign();
        Signature verification = Signature.getInstance(set, bouncyCastle);
        verification.initVerify(pair.getPublic());
        verification.update(new byte[10]);
        assertThat(verification.verify(made)).isTrue();

        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        store.setKeyEntry("kept", pair.getPrivate(), null, new Certificate[] {new FakeCertificate(pair.getPublic())});
        signature.initSign((PrivateKey) store.getKey("kept", null));
        signature.update(new byte[10]);
        verification.update(new byte[10]);
        assertThat(verification.verify(signature.sign())).isTrue();
    }
}

package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.NistCurves;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;

/** ML-KEM where the JVM has it (24 and newer) and DHKEM everywhere, from the packed jar, beside Bouncy Castle and the JDK. */
class KemIT {
    private static final boolean LATTICES = Lattices.PRESENT;
    private static final int CIPHERTEXT_OF_768 = 1088;

    @TempDir
    private Path folder;

    private WardkeyProvider provider;
    private final Provider bouncyCastle = new BouncyCastleProvider();

    @BeforeEach
    void configure() {
        provider = TestHome.in(folder).provider();
    }

    static List<String> sets() {
        return LATTICES ? List.of("ML-KEM-512", "ML-KEM-768", "ML-KEM-1024") : List.of("");
    }

    /** The JDK if it has it, and Wardkey. */
    private List<Provider> peers(String set) {
        return Stream.concat(
                        Stream.of(Security.getProvider("SunJCE")).filter(jdk -> jdk.getService("KEM", set) != null),
                        Stream.of(provider))
                .toList();
    }

    private static byte[] decapsulated(Provider provider, String name, PrivateKey key, byte[] encapsulation)
            throws Exception {
        return KEM.getInstance(name, provider)
                .newDecapsulator(key)
                .decapsulate(encapsulation)
                .getEncoded();
    }

    private static KEM.Encapsulated encapsulated(Provider provider, String name, PublicKey key) throws Exception {
        return KEM.getInstance(name, provider).newEncapsulator(key).encapsulate();
    }

    @Test
    void rows_everyJvm_arePresentOrReportedAbsent() {
        for (String name : List.of("ML-KEM", "ML-KEM-512", "ML-KEM-768", "ML-KEM-1024")) {
            for (String service : List.of("KEM", "KeyPairGenerator", "KeyFactory")) {
                assertThat(provider.getService(service, name) != null)
                        .as(service + " " + name)
                        .isEqualTo(LATTICES);
            }
            assertThat(provider.administration().report().absent().containsKey(name))
                    .isEqualTo(!LATTICES);
        }
        assertThat(provider.getService("KEM", "DHKEM")).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void mlKem_plainKeys_agreeWithJdkAndBouncyCastle(String set) throws Exception {
        if (set.isEmpty()) {
            return;
        }
        KeyPair pair = KeyPairGenerator.getInstance(set, provider).generateKeyPair();
        KeyFactory factory = KeyFactory.getInstance("ML-KEM", bouncyCastle);
        PrivateKey foreign = factory.generatePrivate(
                new PKCS8EncodedKeySpec(pair.getPrivate().getEncoded()));
        PublicKey foreignPublic =
                factory.generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()));

        KEM.Encapsulated ours = encapsulated(provider, "ML-KEM", pair.getPublic());
        byte[] secret = ours.key().getEncoded();
        assertThat(secret).hasSize(32);
        for (Provider peer : peers(set)) {
            assertThat(decapsulated(peer, set, pair.getPrivate(), ours.encapsulation()))
                    .isEqualTo(secret);
        }
        KEM.Encapsulated forForeign = encapsulated(provider, "ML-KEM", foreignPublic);
        assertThat(decapsulated(provider, set, pair.getPrivate(), forForeign.encapsulation()))
                .isEqualTo(forForeign.key().getEncoded());
        if (bouncyCastle.getService("KEM", "ML-KEM") == null) {
            // Its classes for KEM are for 21 and later.
            return;
        }
        KEM.Encapsulated theirs = encapsulated(bouncyCastle, "ML-KEM", foreignPublic);
        assertThat(decapsulated(provider, "ML-KEM", foreign, theirs.encapsulation()))
                .isEqualTo(theirs.key().getEncoded());
        assertThat(decapsulated(provider, set, pair.getPrivate(), theirs.encapsulation()))
                .isEqualTo(theirs.key().getEncoded());
    }

    @ParameterizedTest
    @MethodSource("sets")
    void mlKem_alteredCiphertext_isRejectedAsTheJdkDoes(String set) throws Exception {
        if (set.isEmpty()) {
            return;
        }
        KeyPair pair = KeyPairGenerator.getInstance(set, provider).generateKeyPair();
        KEM.Encapsulated made = encapsulated(provider, set, pair.getPublic());
        byte[] altered = made.encapsulation();
        altered[altered.length - 1] ^= 1;

        byte[] rejected = decapsulated(provider, set, pair.getPrivate(), altered);
        assertThat(rejected).isNotEqualTo(made.key().getEncoded());
        for (Provider peer : peers(set)) {
            assertThat(decapsulated(peer, set, pair.getPrivate(), altered)).isEqualTo(rejected);
        }
        assertThatThrownBy(() -> decapsulated(provider, set, pair.getPrivate(), new byte[altered.length - 1]))
                .isInstanceOf(DecapsulateException.class)
                .hasMessageContaining(altered.length + " bytes, got " + (altered.length - 1));
    }

    @Test
    void mlKem_partOfTheSecret_isThatPart() throws Exception {
        if (!LATTICES) {
            return;
        }
        KeyPair pair = KeyPairGenerator.getInstance("ML-KEM", provider).generateKeyPair();
        KEM kem = KEM.getInstance("ML-KEM", provider);
        KEM.Encapsulator encapsulator = kem.newEncapsulator(pair.getPublic());
        KEM.Decapsulator decapsulator = kem.newDecapsulator(pair.getPrivate());
        assertThat(encapsulator.secretSize()).isEqualTo(32).isEqualTo(decapsulator.secretSize());
        assertThat(encapsulator.encapsulationSize())
                .isEqualTo(CIPHERTEXT_OF_768)
                .isEqualTo(decapsulator.encapsulationSize());

        KEM.Encapsulated made = encapsulator.encapsulate(8, 24, "AES");
        assertThat(made.key().getAlgorithm()).isEqualTo("AES");
        byte[] whole = decapsulator.decapsulate(made.encapsulation()).getEncoded();
        assertThat(made.key().getEncoded()).isEqualTo(Arrays.copyOfRange(whole, 8, 24));
        assertThat(decapsulator.decapsulate(made.encapsulation(), 8, 24, "AES")).isEqualTo(made.key());
    }

    /** Source: FIPS 203 §7.2, §7.3. */
    @Test
    void mlKem_keysThatAreNotValid_areNotTaken() throws Exception {
        if (!LATTICES) {
            return;
        }
        KeyPair pair = KeyPairGenerator.getInstance("ML-KEM-768", provider).generateKeyPair();
        KEM kem = KEM.getInstance("ML-KEM", provider);
        byte[] encoded = pair.getPublic().getEncoded();
        encoded[22] = (byte) 0xff;
        encoded[23] |= 0x0f;
        // Factories refuse it, so it comes as a key of somebody who did not look.
        PublicKey notReduced = new RawKey("ML-KEM-768", "X.509", encoded);
        assertThatThrownBy(() -> kem.newEncapsulator(notReduced))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("3329");

        byte[] pkcs8 = pair.getPrivate().getEncoded();
        pkcs8[pkcs8.length - 40] ^= 1;
        PrivateKey damaged = new RawKey("ML-KEM-768", "PKCS#8", pkcs8);
        assertThatThrownBy(() -> kem.newDecapsulator(damaged))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("7.3");
        KEM other = KEM.getInstance("ML-KEM-512", provider);
        assertThatThrownBy(() -> other.newDecapsulator(pair.getPrivate()))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("ML-KEM-512");
        assertThatThrownBy(() -> other.newEncapsulator(pair.getPublic())).isInstanceOf(InvalidKeyException.class);
    }

    @ParameterizedTest
    @MethodSource("sets")
    void mlKem_managedKey_decapsulatesWithinItsLimits(String set) throws Exception {
        if (set.isEmpty()) {
            return;
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("ML-KEM", provider);
        generator.initialize(KeyGenParameters.builder("pump", Purpose.DECAPSULATE)
                .curve(set)
                .maximumOperations(1)
                .build());
        KeyPair pair = generator.generateKeyPair();
        assertThat(pair.getPrivate().getEncoded()).isNull();
        assertThat(provider.administration().show("pump").facts().type())
                .isEqualTo(KeyType.valueOf(set.replace('-', '_')));

        KEM.Encapsulated made = encapsulated(peers(set).get(0), "ML-KEM", pair.getPublic());
        KEM.Decapsulator decapsulator = KEM.getInstance("ML-KEM", provider).newDecapsulator(pair.getPrivate());
        assertThat(decapsulator.decapsulate(made.encapsulation()).getEncoded())
                .isEqualTo(made.key().getEncoded());
        assertThatThrownBy(() -> decapsulator.decapsulate(made.encapsulation()))
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-K009");
    }

    @ParameterizedTest
    @MethodSource("sets")
    void mlKem_importedKey_isOnlyThatOfItsCertificate(String set) throws Exception {
        if (set.isEmpty()) {
            return;
        }
        KeyPair pair = KeyPairGenerator.getInstance(set, Lattices.peer("KeyPairGenerator", set))
                .generateKeyPair();
        KeyPair other = KeyPairGenerator.getInstance(set, Lattices.peer("KeyPairGenerator", set))
                .generateKeyPair();
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        assertThatThrownBy(() -> store.setKeyEntry(
                        set, pair.getPrivate(), null, new Certificate[] {new FakeCertificate(other.getPublic())}))
                .hasMessageContaining("of another");
        store.setKeyEntry(set, pair.getPrivate(), null, new Certificate[] {new FakeCertificate(pair.getPublic())});
        KEM.Encapsulated made = encapsulated(provider, set, pair.getPublic());
        assertThat(decapsulated(provider, set, (PrivateKey) store.getKey(set, null), made.encapsulation()))
                .isEqualTo(made.key().getEncoded());
    }

    private static AlgorithmParameterSpec parameters(String curve) {
        return curve.startsWith("X") ? new NamedParameterSpec(curve) : new ECGenParameterSpec(curve);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1", "X25519", "X448"})
    void dhKem_plainKeys_agreeWithTheJdk(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(curve.startsWith("X") ? "XDH" : "EC", provider);
        generator.initialize(parameters(curve));
        // Of two points with one x-coordinate, both must be met.
        for (int i = 0; i < 8; i++) {
            KeyPair pair = generator.generateKeyPair();
            KEM.Encapsulated made = encapsulated(provider, "DHKEM", pair.getPublic());
            byte[] secret = made.key().getEncoded();
            assertThat(decapsulated(provider, "DHKEM", pair.getPrivate(), made.encapsulation()))
                    .isEqualTo(secret);
            Provider jdk = Security.getProvider("SunJCE");
            if (jdk.getService("KEM", "DHKEM") != null) {
                assertThat(decapsulated(jdk, "DHKEM", pair.getPrivate(), made.encapsulation()))
                        .isEqualTo(secret);
                KEM.Encapsulated theirs = encapsulated(jdk, "DHKEM", pair.getPublic());
                assertThat(decapsulated(provider, "DHKEM", pair.getPrivate(), theirs.encapsulation()))
                        .isEqualTo(theirs.key().getEncoded());
            }
        }
    }

    /** Source: RFC 9180 A.1.1 (X25519), A.3.1 (P-256). */
    @ParameterizedTest
    @CsvSource({
        "X25519, 4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8,"
                + " 37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431,"
                + " fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc",
        "secp256r1, f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2,"
                + " 04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900"
                + "be863c403ce65c9bfcb9382657222d18c4,"
                + " c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8"
    })
    void dhKem_examplesOfTheRfc_decapsulate(String curve, String own, String encapsulation, String secret)
            throws Exception {
        HexFormat hex = HexFormat.of();
        byte[] scalar = hex.parseHex(own);
        PrivateKey key = curve.startsWith("X")
                ? KeyFactory.getInstance("XDH")
                        .generatePrivate(new XECPrivateKeySpec(new NamedParameterSpec(curve), scalar))
                : KeyFactory.getInstance("EC")
                        .generatePrivate(new ECPrivateKeySpec(
                                new BigInteger(1, scalar), NistCurves.parameters(KeyType.EC_P256)));
        assertThat(hex.formatHex(decapsulated(provider, "DHKEM", key, hex.parseHex(encapsulation))))
                .isEqualTo(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp521r1", "X25519", "X448"})
    void dhKem_managedKey_decapsulates(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(curve.startsWith("X") ? "XDH" : "EC", provider);
        generator.initialize(KeyGenParameters.builder("scale", Purpose.AGREE)
                .curve(curve)
                .maximumOperations(1)
                .build());
        KeyPair pair = generator.generateKeyPair();
        KEM.Encapsulated made = encapsulated(provider, "DHKEM", pair.getPublic());
        assertThat(decapsulated(provider, "DHKEM", pair.getPrivate(), made.encapsulation()))
                .isEqualTo(made.key().getEncoded());
        assertThatThrownBy(() -> decapsulated(provider, "DHKEM", pair.getPrivate(), made.encapsulation()))
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-K009");
    }

    @Test
    void dhKem_encapsulationsThatAreNoPoints_areRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        KeyPair pair = generator.generateKeyPair();
        byte[] good = encapsulated(provider, "DHKEM", pair.getPublic()).encapsulation();
        byte[] offTheCurve = good.clone();
        offTheCurve[64] ^= 1;
        byte[] compressed = good.clone();
        compressed[0] = 2;
        for (byte[] bad : List.of(offTheCurve, compressed, new byte[65], new byte[64], new byte[0])) {
            assertThatThrownBy(() -> decapsulated(provider, "DHKEM", pair.getPrivate(), bad))
                    .isInstanceOf(DecapsulateException.class);
        }
        KeyPair xdh = KeyPairGenerator.getInstance("X25519", provider).generateKeyPair();
        assertThatThrownBy(() -> decapsulated(provider, "DHKEM", xdh.getPrivate(), new byte[32]))
                .isInstanceOf(DecapsulateException.class);
        KeyPair rsa = KeyPairGenerator.getInstance("RSA", provider).generateKeyPair();
        assertThatThrownBy(() -> encapsulated(provider, "DHKEM", rsa.getPublic()))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("X25519");
    }

    /** A key of nobody's class, public or private: whoever looks goes by the format. */
    private record RawKey(String algorithm, String format, byte[] encoded) implements PublicKey, PrivateKey {
        private static final long serialVersionUID = 1;

        @Override
        public String getAlgorithm() {
            return algorithm;
        }

        @Override
        public String getFormat() {
            return format;
        }

        @Override
        public byte[] getEncoded() {
            return encoded.clone();
        }
    }
}

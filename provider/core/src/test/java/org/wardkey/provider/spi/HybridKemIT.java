package org.wardkey.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EncodedKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;
import org.bouncycastle.jcajce.spec.MLKEMPrivateKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wardkey.provider.Lattices;
import org.wardkey.provider.TestHome;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.NistCurves;
import org.wardkey.provider.operation.RawKeySpec;

/** Hybrids of ECDH and ML-KEM where an engine has ML-KEM, beside OpenSSL 3.5 and each half beside the JDK and Bouncy Castle. */
class HybridKemIT {
    private static final HexFormat HEX = HexFormat.of();
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    @TempDir
    private Path folder;

    private WardkeyProvider provider;

    @BeforeEach
    void configure() {
        provider = TestHome.in(folder).provider();
    }

    static boolean present() {
        return Lattices.PRESENT;
    }

    static List<String> examples() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                HybridKemIT.class.getResourceAsStream("/org/wardkey/provider/hybrid-openssl-3.5.txt"),
                StandardCharsets.US_ASCII))) {
            return lines.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }

    private KeyPair pair(HybridGroup group) throws Exception {
        return KeyPairGenerator.getInstance(group.standardName(), provider).generateKeyPair();
    }

    private KEM kem(HybridGroup group) throws Exception {
        return KEM.getInstance(group.standardName(), provider);
    }

    private static PrivateKey scalar(HybridGroup group, String hex) throws Exception {
        byte[] bytes = HEX.parseHex(hex);
        return group.curve() == KeyType.X25519
                ? KeyFactory.getInstance("XDH").generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, bytes))
                : KeyFactory.getInstance("EC")
                        .generatePrivate(
                                new ECPrivateKeySpec(new BigInteger(1, bytes), NistCurves.parameters(group.curve())));
    }

    /** Of the seed 00, 01, ... 3f. */
    private PrivateKey decapsulationKey(HybridGroup group) throws Exception {
        byte[] seed = new byte[64];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (byte) i;
        }
        var parameters = Map.of(
                KeyType.ML_KEM_768, org.bouncycastle.jcajce.spec.MLKEMParameterSpec.ml_kem_768,
                KeyType.ML_KEM_1024, org.bouncycastle.jcajce.spec.MLKEMParameterSpec.ml_kem_1024);
        byte[] pkcs8 = KeyFactory.getInstance("ML-KEM", BOUNCY_CASTLE)
                .generatePrivate(new MLKEMPrivateKeySpec(parameters.get(group.mlKem()), seed))
                .getEncoded();
        return KeyFactory.getInstance("ML-KEM", provider).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    @ParameterizedTest
    @EnumSource
    void rows_everyJvm_arePresentOrReportedAbsent(HybridGroup group) {
        for (String service : List.of("KEM", "KeyPairGenerator", "KeyFactory")) {
            assertThat(provider.getService(service, group.standardName()) != null)
                    .as(service)
                    .isEqualTo(Lattices.PRESENT);
        }
        assertThat(provider.administration().report().absent().containsKey(group.standardName()))
                .isEqualTo(!Lattices.PRESENT);
    }

    @ParameterizedTest
    @MethodSource("examples")
    @EnabledIf("present")
    void decapsulate_whatOpenSslMade_isItsSecret(String example) throws Exception {
        String[] parts = example.split(" ");
        HybridGroup group = Arrays.stream(HybridGroup.values())
                .filter(one -> one.standardName().equals(parts[0]))
                .findFirst()
                .orElseThrow();
        PrivateKey key = new HybridKey.Private(group, scalar(group, parts[1]), decapsulationKey(group));
        assertThat(HEX.formatHex(kem(group)
                        .newDecapsulator(key)
                        .decapsulate(HEX.parseHex(parts[2]))
                        .getEncoded()))
                .isEqualTo(parts[3]);
    }

    /** Both halves by others, put together by hand. */
    @ParameterizedTest
    @EnumSource
    @EnabledIf("present")
    void encapsulate_forAPairOfOthers_isWhatTheyMakeOfIt(HybridGroup group) throws Exception {
        boolean x25519 = group == HybridGroup.X25519_MLKEM768;
        KeyPairGenerator curve = KeyPairGenerator.getInstance(x25519 ? "X25519" : "EC", "SunEC");
        if (!x25519) {
            curve.initialize(NistCurves.parameters(group.curve()));
        }
        KeyPair point = curve.generateKeyPair();
        KeyPair lattice = KeyPairGenerator.getInstance(group.mlKem().curve(), BOUNCY_CASTLE)
                .generateKeyPair();
        byte[] encapsulationKey = lattice.getPublic().getEncoded();
        byte[] share = group.joined(
                PublicPoints.bytes(group.curve(), point.getPublic()),
                Arrays.copyOfRange(encapsulationKey, 22, encapsulationKey.length));
        PublicKey key = KeyFactory.getInstance(group.standardName(), provider).generatePublic(new RawKeySpec(share));
        assertThat(key.getEncoded()).isEqualTo(share);

        KEM.Encapsulated made = kem(group).newEncapsulator(key).encapsulate();
        byte[] encapsulation = made.encapsulation();
        assertThat(encapsulation).hasSize(group.encapsulationBytes());
        KeyAgreement agreement = KeyAgreement.getInstance(x25519 ? "X25519" : "ECDH", "SunEC");
        agreement.init(point.getPrivate());
        agreement.doPhase(PublicPoints.publicKey(group.curve(), group.ofCurve(encapsulation)), true);
        PrivateKey ours = KeyFactory.getInstance("ML-KEM", provider)
                .generatePrivate(new PKCS8EncodedKeySpec(lattice.getPrivate().getEncoded()));
        byte[] shared = KEM.getInstance("ML-KEM", provider)
                .newDecapsulator(ours)
                .decapsulate(group.ofMlKem(encapsulation))
                .getEncoded();
        assertThat(made.key().getEncoded())
                .isEqualTo(group.joined(agreement.generateSecret(), shared))
                .hasSize(group.secretBytes());
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIf("present")
    void exchange_ofOwnPairs_givesOneSecretAndItsParts(HybridGroup group) throws Exception {
        KeyPair pair = pair(group);
        assertThat(pair.getPrivate().getEncoded()).isNull();
        assertThat(pair.getPublic().getFormat()).isEqualTo("RAW");
        KEM.Encapsulator encapsulator = kem(group).newEncapsulator(pair.getPublic());
        KEM.Decapsulator decapsulator = kem(group).newDecapsulator(pair.getPrivate());
        assertThat(encapsulator.secretSize())
                .isEqualTo(decapsulator.secretSize())
                .isEqualTo(group.secretBytes());
        assertThat(encapsulator.encapsulationSize()).isEqualTo(decapsulator.encapsulationSize());
        KEM.Encapsulated made = encapsulator.encapsulate(8, 40, "AES");
        byte[] whole = decapsulator.decapsulate(made.encapsulation()).getEncoded();
        assertThat(made.key().getEncoded()).isEqualTo(Arrays.copyOfRange(whole, 8, 40));
        assertThat(encapsulator.encapsulate().encapsulation()).isNotEqualTo(made.encapsulation());
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIf("present")
    void getInstance_ofNoProvider_findsTheRowByTheKey(HybridGroup group) throws Exception {
        KeyPair pair = pair(group);
        PublicKey foreign = new RawKey(group.standardName(), pair.getPublic().getEncoded());
        Security.insertProviderAt(provider, 1);
        try {
            KEM kem = KEM.getInstance(group.standardName());
            KEM.Encapsulated made = kem.newEncapsulator(foreign).encapsulate();
            assertThat(kem.newDecapsulator(pair.getPrivate()).decapsulate(made.encapsulation()))
                    .isEqualTo(made.key());
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIf("present")
    void decapsulate_ofAnotherEncapsulation_givesAnotherSecretOrNone(HybridGroup group) throws Exception {
        KeyPair pair = pair(group);
        KEM.Encapsulated made = kem(group).newEncapsulator(pair.getPublic()).encapsulate();
        KEM.Decapsulator decapsulator = kem(group).newDecapsulator(pair.getPrivate());
        byte[] good = made.encapsulation();
        byte[] point = group.ofCurve(good);
        byte[] ciphertext = group.ofMlKem(good);
        ciphertext[5] ^= 1;
        assertThat(decapsulator.decapsulate(group.joined(point, ciphertext))).isNotEqualTo(made.key());

        byte[] nowhere = new byte[point.length];
        byte[] offTheCurve = point.clone();
        offTheCurve[point.length - 1] ^= 1;
        assertThatThrownBy(() -> decapsulator.decapsulate(group.joined(nowhere, group.ofMlKem(good))))
                .isInstanceOf(DecapsulateException.class);
        if (group != HybridGroup.X25519_MLKEM768) {
            assertThatThrownBy(() -> decapsulator.decapsulate(group.joined(offTheCurve, group.ofMlKem(good))))
                    .isInstanceOf(DecapsulateException.class);
        }
        for (int size : List.of(0, good.length - 1, good.length + 1)) {
            assertThatThrownBy(() -> decapsulator.decapsulate(Arrays.copyOf(good, size)))
                    .isInstanceOf(DecapsulateException.class)
                    .hasMessageContaining(good.length + " bytes, got " + size);
        }
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIf("present")
    void keys_thatAreNotValid_areNotTaken(HybridGroup group) throws Exception {
        KeyPair pair = pair(group);
        byte[] share = pair.getPublic().getEncoded();
        byte[] notReduced = group.ofMlKem(share);
        notReduced[0] = (byte) 0xff;
        notReduced[1] |= 0x0f;
        byte[] nowhere = new byte[group.ofCurve(share).length];
        KeyFactory factory = KeyFactory.getInstance(group.standardName(), provider);
        for (byte[] bad : List.of(
                group.joined(group.ofCurve(share), notReduced),
                group.joined(nowhere, group.ofMlKem(share)),
                Arrays.copyOf(share, share.length - 1),
                new byte[0])) {
            PublicKey foreign = new RawKey(group.standardName(), bad);
            assertThatThrownBy(() -> kem(group).newEncapsulator(foreign)).isInstanceOf(InvalidKeyException.class);
        }
        assertThatThrownBy(() -> factory.generatePublic(new X509EncodedKeySpec(share)))
                .isInstanceOf(InvalidKeySpecException.class)
                .hasMessageContaining("RawKeySpec");
        assertThatThrownBy(() -> factory.generatePrivate(new PKCS8EncodedKeySpec(share)))
                .isInstanceOf(InvalidKeySpecException.class);
        HybridGroup other = group == HybridGroup.SECP384R1_MLKEM1024
                ? HybridGroup.X25519_MLKEM768
                : HybridGroup.SECP384R1_MLKEM1024;
        KeyPair others = pair(other);
        assertThatThrownBy(() -> kem(group).newEncapsulator(others.getPublic()))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining(other.standardName());
        assertThatThrownBy(() -> kem(group).newDecapsulator(others.getPrivate()))
                .isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> factory.translateKey(others.getPublic())).isInstanceOf(InvalidKeyException.class);
    }

    @Test
    @EnabledIf("present")
    void destroy_ofAPrivateKey_endsIt() throws Exception {
        HybridGroup group = HybridGroup.X25519_MLKEM768;
        KeyPair pair = pair(group);
        KEM.Encapsulated made = kem(group).newEncapsulator(pair.getPublic()).encapsulate();
        KEM.Decapsulator decapsulator = kem(group).newDecapsulator(pair.getPrivate());
        pair.getPrivate().destroy();
        assertThat(pair.getPrivate().isDestroyed()).isTrue();
        assertThatThrownBy(() -> decapsulator.decapsulate(made.encapsulation()))
                .isInstanceOf(DecapsulateException.class);
        assertThatThrownBy(() -> kem(group).newDecapsulator(pair.getPrivate()))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("destroyed");
    }

    @Test
    @EnabledIf("present")
    void keyFactory_publicKeys_goOutAndIn() throws Exception {
        HybridGroup group = HybridGroup.SECP256R1_MLKEM768;
        PublicKey key = pair(group).getPublic();
        KeyFactory factory = KeyFactory.getInstance(group.standardName(), provider);
        EncodedKeySpec spec = factory.getKeySpec(key, EncodedKeySpec.class);
        assertThat(spec.getFormat()).isEqualTo("RAW");
        assertThat(factory.generatePublic(spec)).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(factory.translateKey(new RawKey(group.standardName(), spec.getEncoded())))
                .isEqualTo(key);
        assertThat(factory.translateKey(key)).isSameAs(key);
        assertThatThrownBy(() -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(key))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("getEncoded");
    }

    @Test
    @EnabledIf("present")
    void generator_initialized_takesItsNameAlone() throws Exception {
        HybridGroup group = HybridGroup.X25519_MLKEM768;
        KeyPairGenerator generator = KeyPairGenerator.getInstance(group.standardName(), provider);
        generator.initialize(new NamedParameterSpec("x25519mlkem768"));
        assertThat(generator.generateKeyPair().getPublic().getAlgorithm()).isEqualTo(group.standardName());
        assertThatThrownBy(() -> generator.initialize(new NamedParameterSpec("X25519")))
                .isInstanceOf(InvalidAlgorithmParameterException.class);
        assertThatThrownBy(() -> generator.initialize(256)).isInstanceOf(InvalidParameterException.class);
    }

    /** Somebody else's public key with a key share for an encoding. */
    private record RawKey(String algorithm, byte[] encoded) implements PublicKey {
        private static final long serialVersionUID = 1;

        @Override
        public String getAlgorithm() {
            return algorithm;
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return encoded.clone();
        }
    }
}

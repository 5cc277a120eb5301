package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/**
 * What Wardkey makes with keys that it generated itself, Bouncy Castle takes, and the other way round: on
 * every engine, with plain keys and with managed ones. Needs no program from outside.
 */
class BouncyCastlePeerIT {
    private static final List<String> ENGINES = List.of("libcrypto", "jdk");
    private static final List<String> DIGESTS =
            List.of("SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA-512/224", "SHA-512/256");
    private static final byte[] MESSAGE = "dose 2.5 ml/h".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static final byte[] LABEL = {1, 2, 3};

    private final Provider peer = new BouncyCastleProvider();

    @TempDir
    private Path folder;

    @AfterEach
    void clear() {
        System.clearProperty(WardkeyRuntime.FORCED_FAILURES);
    }

    /** A provider in which the other engine failed its self-tests. */
    private Provider wardkey(String engine) {
        String other = engine.equals("jdk") ? "libcrypto" : "jdk";
        System.setProperty(
                WardkeyRuntime.FORCED_FAILURES,
                Stream.of(
                                "ECDSA",
                                "ECDH",
                                "RSASSA-PKCS1-v1_5",
                                "RSASSA-PSS",
                                "RSAES-OAEP",
                                "Ed25519",
                                "Ed448",
                                "X25519",
                                "X448")
                        .map(name -> name + "@" + other)
                        .collect(java.util.stream.Collectors.joining(",")));
        return TestHome.in(folder).provider();
    }

    static List<String> engines() {
        return ENGINES;
    }

    private static KeyPair pair(Provider provider, String algorithm, Optional<AlgorithmParameterSpec> parameters)
            throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
        if (parameters.isPresent()) {
            generator.initialize(parameters.get());
        } else if (algorithm.equals("RSA")) {
            generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    private PublicKey theirs(PublicKey key) throws Exception {
        return KeyFactory.getInstance(key.getAlgorithm(), peer)
                .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    }

    private PrivateKey theirs(PrivateKey key) throws Exception {
        return KeyFactory.getInstance(key.getAlgorithm(), peer)
                .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    }

    private static byte[] crypt(Provider provider, String transformation, int mode, Key key, Object spec, byte[] in)
            throws Exception {
        Cipher cipher = Cipher.getInstance(transformation, provider);
        cipher.init(mode, key, (AlgorithmParameterSpec) spec);
        return cipher.doFinal(in);
    }

    private static OAEPParameterSpec oaep(String digest, String mgf1) {
        return new OAEPParameterSpec(digest, "MGF1", new MGF1ParameterSpec(mgf1), new PSource.PSpecified(LABEL));
    }

    /** SHA-512/224 is SHA-512(224) there. */
    private static String peerName(String name) {
        return name.replaceFirst("/(224|256)", "($1)");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void oaep_everyDigestWithLabel_bothWays(String engine) throws Exception {
        Provider wardkey = wardkey(engine);
        KeyPair pair = pair(wardkey, "RSA", Optional.empty());
        for (String digest : DIGESTS) {
            for (String mgf1 : List.of("SHA-1", digest)) {
                OAEPParameterSpec spec = oaep(digest, mgf1);
                OAEPParameterSpec theirSpec = oaep(peerName(digest), peerName(mgf1));
                String oaep = "RSA/ECB/OAEPPadding";
                byte[] ours = crypt(wardkey, oaep, Cipher.ENCRYPT_MODE, pair.getPublic(), spec, MESSAGE);
                byte[] others = crypt(peer, oaep, Cipher.ENCRYPT_MODE, theirs(pair.getPublic()), theirSpec, MESSAGE);

                assertThat(crypt(peer, oaep, Cipher.DECRYPT_MODE, theirs(pair.getPrivate()), theirSpec, ours))
                        .as("%s, MGF1 with %s", digest, mgf1)
                        .isEqualTo(MESSAGE);
                assertThat(crypt(wardkey, oaep, Cipher.DECRYPT_MODE, pair.getPrivate(), spec, others))
                        .as("%s, MGF1 with %s", digest, mgf1)
                        .isEqualTo(MESSAGE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void agreement_generatedKeys_bothFindTheSameSecret(String engine) throws Exception {
        Provider wardkey = wardkey(engine);
        for (String curve : List.of("secp256r1", "secp384r1", "secp521r1")) {
            requireAgreement(wardkey, "EC", Optional.of(new ECGenParameterSpec(curve)), "ECDH");
        }
        requireAgreement(wardkey, "X25519", Optional.empty(), "X25519");
        requireAgreement(wardkey, "X448", Optional.empty(), "X448");
    }

    private void requireAgreement(
            Provider wardkey, String keys, Optional<AlgorithmParameterSpec> parameters, String agreement)
            throws Exception {
        for (int round = 0; round < 20; round++) {
            KeyPair ours = pair(wardkey, keys, parameters);
            KeyPair others = pair(peer, keys, parameters);
            PublicKey othersHere = KeyFactory.getInstance(keys, wardkey)
                    .generatePublic(new X509EncodedKeySpec(others.getPublic().getEncoded()));
            KeyAgreement here = KeyAgreement.getInstance(agreement, wardkey);
            here.init(ours.getPrivate());
            here.doPhase(othersHere, true);
            KeyAgreement there = KeyAgreement.getInstance(agreement, peer);
            there.init(others.getPrivate());
            there.doPhase(theirs(ours.getPublic()), true);
            assertThat(here.generateSecret()).as(agreement + " " + parameters).isEqualTo(there.generateSecret());
        }
    }

    /** A signature algorithm with what it needs. */
    private record Case(
            String name,
            String keys,
            Optional<AlgorithmParameterSpec> generation,
            Optional<AlgorithmParameterSpec> parameters) {}

    private static List<Case> signatures() {
        List<Case> cases = new java.util.ArrayList<>();
        for (String curve : List.of("secp256r1", "secp384r1", "secp521r1")) {
            for (String bits : List.of("224", "256", "384", "512")) {
                cases.add(new Case(
                        "SHA" + bits + "withECDSA",
                        "EC",
                        Optional.of(new ECGenParameterSpec(curve)),
                        Optional.empty()));
            }
        }
        for (String digest : List.of("224", "256", "384", "512", "512/224", "512/256")) {
            cases.add(new Case("SHA" + digest + "withRSA", "RSA", Optional.empty(), Optional.empty()));
        }
        for (String digest : List.of("SHA-256", "SHA-384", "SHA-512")) {
            cases.add(new Case(
                    "RSASSA-PSS",
                    "RSA",
                    Optional.empty(),
                    Optional.of(new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), 32, 1))));
        }
        cases.add(new Case("Ed25519", "Ed25519", Optional.empty(), Optional.empty()));
        cases.add(new Case("Ed448", "Ed448", Optional.empty(), Optional.empty()));
        return cases;
    }

    @ParameterizedTest
    @MethodSource("engines")
    void signature_generatedKeys_bothWays(String engine) throws Exception {
        Provider wardkey = wardkey(engine);
        KeyPair rsa = pair(wardkey, "RSA", Optional.empty());
        for (Case one : signatures()) {
            KeyPair pair = one.keys().equals("RSA") ? rsa : pair(wardkey, one.keys(), one.generation());
            byte[] ours = sign(wardkey, one, pair.getPrivate());
            byte[] others = sign(peer, one, theirs(pair.getPrivate()));
            assertThat(verify(peer, one, theirs(pair.getPublic()), ours))
                    .as("ours there: %s", one)
                    .isTrue();
            assertThat(verify(wardkey, one, pair.getPublic(), others))
                    .as("theirs here: %s", one)
                    .isTrue();
        }
    }

    private byte[] sign(Provider provider, Case one, PrivateKey key) throws Exception {
        Signature signature =
                Signature.getInstance(provider.equals(peer) ? peerName(one.name()) : one.name(), provider);
        if (one.parameters().isPresent()) {
            signature.setParameter(one.parameters().get());
        }
        signature.initSign(key);
        signature.update(MESSAGE);
        return signature.sign();
    }

    private boolean verify(Provider provider, Case one, PublicKey key, byte[] value) throws Exception {
        Signature signature =
                Signature.getInstance(provider.equals(peer) ? peerName(one.name()) : one.name(), provider);
        if (one.parameters().isPresent()) {
            signature.setParameter(one.parameters().get());
        }
        signature.initVerify(key);
        signature.update(MESSAGE);
        return signature.verify(value);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void managedKeys_ofTheToken_agreeAndDecryptWithThePeer(String engine) throws Exception {
        Provider wardkey = wardkey(engine);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", wardkey);
        generator.initialize(KeyGenParameters.builder("agree-" + engine, Purpose.AGREE)
                .curve("secp256r1")
                .build());
        KeyPair managed = generator.generateKeyPair();
        KeyPair others = pair(peer, "EC", Optional.of(new ECGenParameterSpec("secp256r1")));
        KeyAgreement here = KeyAgreement.getInstance("ECDH", wardkey);
        here.init(managed.getPrivate());
        here.doPhase(others.getPublic(), true);
        KeyAgreement there = KeyAgreement.getInstance("ECDH", peer);
        there.init(others.getPrivate());
        there.doPhase(theirs(managed.getPublic()), true);
        assertThat(here.generateSecret()).isEqualTo(there.generateSecret());

        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA", wardkey);
        rsa.initialize(KeyGenParameters.builder("decrypt-" + engine, Purpose.DECRYPT)
                .keySizeBits(2048)
                .build());
        KeyPair decrypting = rsa.generateKeyPair();
        OAEPParameterSpec spec =
                new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(LABEL));
        byte[] encrypted =
                crypt(peer, "RSA/ECB/OAEPPadding", Cipher.ENCRYPT_MODE, theirs(decrypting.getPublic()), spec, MESSAGE);
        assertThat(crypt(wardkey, "RSA/ECB/OAEPPadding", Cipher.DECRYPT_MODE, decrypting.getPrivate(), spec, encrypted))
                .isEqualTo(MESSAGE);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void secretKeys_generated_bothWays(String engine) throws Exception {
        Provider wardkey = wardkey(engine);
        for (int bits : new int[] {128, 192, 256}) {
            KeyGenerator generator = KeyGenerator.getInstance("AES", wardkey);
            generator.init(bits);
            SecretKey key = generator.generateKey();
            GCMParameterSpec spec = new GCMParameterSpec(128, new byte[12]);
            byte[] ours = crypt(wardkey, "AES/GCM/NoPadding", Cipher.ENCRYPT_MODE, key, spec, MESSAGE);
            assertThat(crypt(peer, "AES/GCM/NoPadding", Cipher.ENCRYPT_MODE, key, spec, MESSAGE))
                    .isEqualTo(ours);
            requireSameWrapping(wardkey, key);
        }
        Mac here = Mac.getInstance("HmacSHA512/256", wardkey);
        Mac there = Mac.getInstance("HmacSHA512/256", peer);
        SecretKey key = KeyGenerator.getInstance("HmacSHA512/256", wardkey).generateKey();
        here.init(key);
        there.init(key);
        assertThat(here.doFinal(MESSAGE)).isEqualTo(there.doFinal(MESSAGE));
    }

    private void requireSameWrapping(Provider wardkey, SecretKey key) throws Exception {
        Cipher wrapping = Cipher.getInstance("AES/KW/NoPadding", wardkey);
        wrapping.init(Cipher.WRAP_MODE, key);
        byte[] wrapped = wrapping.wrap(key);
        Cipher unwrapping = Cipher.getInstance("AESWrap", peer);
        unwrapping.init(Cipher.UNWRAP_MODE, key);
        assertThat(unwrapping.unwrap(wrapped, "AES", Cipher.SECRET_KEY)).isEqualTo(key);
        Cipher padded = Cipher.getInstance("AES/KWP/NoPadding", wardkey);
        padded.init(Cipher.WRAP_MODE, key);
        byte[] wrappedPadded = padded.wrap(key);
        Cipher unpadding = Cipher.getInstance("AESWrapPad", peer);
        unpadding.init(Cipher.UNWRAP_MODE, key);
        assertThat(unpadding.unwrap(wrappedPadded, "AES", Cipher.SECRET_KEY)).isEqualTo(key);
    }
}

package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.PolicyDeniedInvalidKeyException;
import org.wardkey.provider.operation.PolicyDeniedSignatureException;
import org.wardkey.provider.operation.Purpose;

/** What strict mode denies is refused at position 1, with every provider of the JDK behind ready to take over. */
class RefusedServiceTest {
    private static final byte[] DATA = new byte[16];

    @TempDir
    private static Path folder;

    private static Provider provider;
    private static String before;

    @BeforeAll
    static void register() {
        before = Security.getProperty(WardkeyProvider.REFUSED_SERVICES);
        Security.setProperty(
                WardkeyProvider.REFUSED_SERVICES,
                "Cipher.DES, Cipher.ARCFOUR,Cipher.RC4, Cipher.RSA/ECB/PKCS1Padding, Signature.MD5withRSA,"
                        + " Signature.SHA1withDSA, Cipher.AES/GCM/NoPadding, MessageDigest.MD5, nonsense, Cipher., ,"
                        + " Cipher.AES alone, Signature.EdDSA of Ed448, Signature.SHA512withECDSA, KeyAgreement.DH,"
                        + " KeyAgreement.X25519, KeyAgreement.XDH of X448, Signature.RSASSA-PSS,"
                        + " Signature.1.2.840.10045.4.3.1, Signature.ML-DSA-44, Signature.ML-DSA of ML-DSA-44,"
                        + " SecretKeyFactory.PBKDF2WithHmacSHA256, SecretKeyFactory.1.2.840.113549.1.5.12,"
                        + " SecretKeyFactory.AES, SecretKeyFactory.PBEWithMD5AndDES");
        provider = TestHome.in(folder).provider();
        assertThat(Security.insertProviderAt(provider, 1)).isEqualTo(1);
    }

    @AfterAll
    static void unregister() {
        Security.removeProvider(provider.getName());
        Security.setProperty(WardkeyProvider.REFUSED_SERVICES, before == null ? "" : before);
    }

    private static List<Optional<Provider>> pins() {
        return List.of(Optional.of(provider), Optional.empty());
    }

    private static Cipher cipher(String name, Optional<Provider> pin) throws Exception {
        return pin.isPresent() ? Cipher.getInstance(name, pin.get()) : Cipher.getInstance(name);
    }

    @Test
    void rows_property_addsWhatWardkeyLacks() {
        assertThat(provider.getServices()).hasSize(Lattices.servedRows() + 7);
        assertThat(provider.getService("MessageDigest", "MD5")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DES", "DES/CBC/PKCS5Padding", "DES/ECB/NoPadding", "RC4", "ARCFOUR"})
    void cipher_refused_deniesAtEveryCompletionAndLetsNobodyElseServe(String name) throws Exception {
        SecretKey key = KeyGenerator.getInstance(name.startsWith("DES") ? "DES" : "ARCFOUR")
                .generateKey();
        for (Optional<Provider> pin : pins()) {
            Cipher cipher = cipher(name, pin);
            List<ThrowingCallable> attempts = new ArrayList<>(List.of(
                    () -> cipher.update(DATA),
                    () -> cipher.doFinal(),
                    () -> cipher.doFinal(DATA),
                    () -> cipher.doFinal(DATA, 0, 8, new byte[64])));
            for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.DECRYPT_MODE}) {
                cipher.init(mode, key);
                assertThat(cipher.getProvider()).isSameAs(provider);
                for (ThrowingCallable attempt : attempts) {
                    assertThatThrownBy(attempt)
                            .isInstanceOf(PolicyDeniedException.class)
                            .hasMessageContaining("WK-P002")
                            .hasMessageContaining("is refused in this JVM");
                }
            }
            cipher.init(Cipher.WRAP_MODE, key);
            assertThatThrownBy(() -> cipher.wrap(key))
                    .isInstanceOf(PolicyDeniedInvalidKeyException.class)
                    .isInstanceOf(InvalidKeyException.class);
            cipher.init(Cipher.UNWRAP_MODE, key);
            assertThatThrownBy(() -> cipher.unwrap(DATA, "DES", Cipher.SECRET_KEY))
                    .isInstanceOf(PolicyDeniedInvalidKeyException.class);
        }
    }

    @Test
    void rsaCipher_paddingRefused_leavesTheOthers() throws Exception {
        KeyPair pair = pair("RSA");
        for (Optional<Provider> pin : pins()) {
            Cipher pkcs1 = cipher("RSA/ECB/PKCS1Padding", pin);
            pkcs1.init(Cipher.ENCRYPT_MODE, pair.getPublic());
            assertThatThrownBy(() -> pkcs1.doFinal(DATA)).isInstanceOf(PolicyDeniedException.class);
            Cipher oaep = cipher("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", pin);
            oaep.init(Cipher.ENCRYPT_MODE, pair.getPublic());
            assertThat(oaep.doFinal(DATA)).hasSize(256);
        }
    }

    private static KeyPair pair(String algorithm) throws Exception {
        KeyPairGenerator generator =
                KeyPairGenerator.getInstance(algorithm, algorithm.equals("DSA") ? "SUN" : "SunRsaSign");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5withRSA", "SHA1withDSA"})
    void signature_refused_deniesToSignAndToVerify(String name) throws Exception {
        KeyPair pair = pair(name.endsWith("DSA") ? "DSA" : "RSA");
        for (Optional<Provider> pin : pins()) {
            Signature signature =
                    pin.isPresent() ? Signature.getInstance(name, pin.get()) : Signature.getInstance(name);
            signature.initSign(pair.getPrivate());
            signature.update(DATA);
            assertThatThrownBy(signature::sign)
                    .isInstanceOf(PolicyDeniedSignatureException.class)
                    .isInstanceOf(SignatureException.class)
                    .hasMessageContaining("WK-P002");
            signature.initVerify(pair.getPublic());
            signature.update((byte) 1);
            assertThatThrownBy(() -> signature.verify(DATA)).isInstanceOf(PolicyDeniedSignatureException.class);
            assertThat(signature.getProvider()).isSameAs(provider);
        }
    }

    @Test
    void aesAlone_refused_leavesEveryMode() throws Exception {
        SecretKey key = KeyGenerator.getInstance("AES", "SunJCE").generateKey();
        for (Optional<Provider> pin : pins()) {
            Cipher alone = cipher("AES", pin);
            alone.init(Cipher.ENCRYPT_MODE, key);
            assertThatThrownBy(() -> alone.doFinal(DATA)).isInstanceOf(PolicyDeniedException.class);
        }
        for (String name : List.of("AES/CBC/PKCS5Padding", "AES/ECB/PKCS5Padding", "AES/CFB/NoPadding")) {
            Cipher served = Cipher.getInstance(name);
            served.init(Cipher.ENCRYPT_MODE, key);
            assertThat(served.doFinal(DATA)).isNotEmpty();
        }
    }

    @Test
    void cipherOfWardkey_refused_servesManagedKeysAlone() throws Exception {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        assertThat(cipher.getProvider()).isSameAs(provider);
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"));
        assertThatThrownBy(() -> cipher.doFinal(DATA)).isInstanceOf(PolicyDeniedException.class);
        assertThatThrownBy(() -> cipher.update(DATA)).isInstanceOf(PolicyDeniedException.class);
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(KeyGenParameters.builder("managed", Purpose.ENCRYPT).build());
        cipher.init(Cipher.ENCRYPT_MODE, generator.generateKey());
        assertThat(cipher.doFinal(DATA)).hasSize(DATA.length + 16);
    }

    /** At init the JCA would go on to the next provider. */
    @Test
    void cipherOfWardkey_refusedWithAnything_isNoOtherProviders() throws Exception {
        SecretKey key = new SecretKeySpec(new byte[16], "AES");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(64, new byte[12]));
        assertThat(cipher.getProvider()).isSameAs(provider);
        assertThatThrownBy(() -> cipher.doFinal(DATA)).isInstanceOf(PolicyDeniedException.class);
        Cipher wrapping = Cipher.getInstance("AES/GCM/NoPadding");
        wrapping.init(Cipher.WRAP_MODE, key);
        assertThatThrownBy(() -> wrapping.wrap(key)).isInstanceOf(InvalidKeyException.class);
        Cipher decrypting = Cipher.getInstance("AES/GCM/NoPadding");
        decrypting.init(Cipher.DECRYPT_MODE, key);
        assertThatThrownBy(() -> decrypting.updateAAD(DATA)).isInstanceOf(PolicyDeniedException.class);
    }

    @Test
    void edDsa_refusedForOneCurve_servesTheOther() throws Exception {
        Signature refused = signing("EdDSA", "Ed448", "SunEC");
        assertThatThrownBy(refused::sign).isInstanceOf(PolicyDeniedSignatureException.class);
        assertThat(signing("EdDSA", "Ed25519", "SunEC").sign()).hasSize(64);
        assertThat(signing("Ed448", "Ed448", "SunEC").sign()).hasSize(114);
    }

    /** The JDK's keys of every parameter set say that they are of ML-DSA. */
    @ParameterizedTest
    @CsvSource({
        "ML-DSA, ML-DSA-44, true",
        "ML-DSA-44, ML-DSA-44, true",
        "2.16.840.1.101.3.4.3.17, ML-DSA-44, true",
        "ML-DSA, ML-DSA-65, false",
        "ML-DSA-65, ML-DSA-65, false"
    })
    void mlDsa_refusedForOneParameterSet_servesTheOthers(String name, String keys, boolean refuses) throws Exception {
        if (!Lattices.PRESENT) {
            assertThat(provider.getService("KeyPairGenerator", keys)).isNull();
            return;
        }
        Signature signature = signing(name, keys, "SUN");
        assertThat(signature.getProvider()).isSameAs(provider);
        if (refuses) {
            assertThatThrownBy(signature::sign).isInstanceOf(PolicyDeniedSignatureException.class);
        } else {
            assertThat(signature.sign()).hasSize(3309);
        }
    }

    private static Signature signing(String name, String keys, String generator) throws Exception {
        Signature signature = Signature.getInstance(name);
        signature.initSign(
                KeyPairGenerator.getInstance(keys, generator).generateKeyPair().getPrivate());
        signature.update(DATA);
        return signature;
    }

    /** What Wardkey has itself is refused to plain keys; what a policy says of managed ones is the gate's. */
    @Test
    void ownSignature_refused_servesManagedKeysOnly() throws Exception {
        assertThatThrownBy(() -> signing("SHA512withECDSA", "EC", "SunEC").sign())
                .isInstanceOf(PolicyDeniedSignatureException.class);
        assertThat(signing("SHA256withECDSA", "EC", "SunEC").sign()).isNotEmpty();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(KeyGenParameters.builder("pump", Purpose.SIGN)
                .curve("secp256r1")
                .build());
        KeyPair pair = generator.generateKeyPair();
        Signature signature = Signature.getInstance("SHA512withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(DATA);
        byte[] value = signature.sign();
        Signature verification = Signature.getInstance("SHA512withECDSA", "SunEC");
        verification.initVerify(pair.getPublic());
        verification.update(DATA);
        assertThat(verification.verify(value)).isTrue();
    }

    /** A row that was named by its object identifier is refused under all its names, and takes no other away. */
    @ParameterizedTest
    @ValueSource(strings = {"SHA224withECDSA", "1.2.840.10045.4.3.1", "OID.1.2.840.10045.4.3.1"})
    void ownSignature_refusedByAnAlias_isRefusedByEveryName(String name) throws Exception {
        Signature refused = signing(name, "EC", "SunEC");
        assertThat(refused.getProvider()).isSameAs(provider);
        assertThatThrownBy(refused::sign).isInstanceOf(PolicyDeniedSignatureException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-1", "SHA-256"})
    void pss_refused_takesEveryParameterAndVerifiesNothing(String digest) throws Exception {
        KeyPair pair = pair("RSA");
        PSSParameterSpec parameters = new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), 20, 1);
        for (Optional<Provider> pin : pins()) {
            Signature signature = pin.isPresent()
                    ? Signature.getInstance("RSASSA-PSS", pin.get())
                    : Signature.getInstance("RSASSA-PSS");
            signature.setParameter(parameters);
            signature.initVerify(pair.getPublic());
            signature.setParameter(parameters);
            signature.update(DATA);
            assertThat(signature.getProvider()).isSameAs(provider);
            assertThatThrownBy(() -> signature.verify(new byte[256]))
                    .isInstanceOf(PolicyDeniedSignatureException.class);
        }
    }

    /** The JDK hands key and parameters over in one step, and goes to the next provider if either is not taken. */
    @Test
    void pss_certificateWithSha1_isNotVerifiedByAnotherProvider() throws Exception {
        Path certificate = folder.resolve("pss.pem");
        ProcessBuilder openssl = new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                folder.resolve("pss.key").toString(),
                "-out",
                certificate.toString(),
                "-subj",
                "/CN=pump",
                "-sha1",
                "-sigopt",
                "rsa_padding_mode:pss",
                "-sigopt",
                "rsa_pss_saltlen:20");
        Path said = folder.resolve("openssl.log");
        int exit = openssl.redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        assertThat(exit).describedAs(Files.readString(said)).isZero();
        try (InputStream in = Files.newInputStream(certificate)) {
            X509Certificate read =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            assertThat(read.getSigAlgName()).isEqualTo("RSASSA-PSS");
            assertThatThrownBy(() -> read.verify(read.getPublicKey()))
                    .isInstanceOf(PolicyDeniedSignatureException.class);
        }
    }

    /** What serves managed keys gets the parameters that came before the key. */
    @Test
    void pss_managedKey_isServedWithParametersOfBefore() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", provider);
        generator.initialize(KeyGenParameters.builder("scanner", Purpose.SIGN)
                .keySizeBits(2048)
                .build());
        KeyPair pair = generator.generateKeyPair();
        PSSParameterSpec parameters = new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1);
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(parameters);
        signature.initSign(pair.getPrivate());
        signature.update(DATA);
        byte[] value = new byte[256];
        assertThatThrownBy(() -> signature.sign(value, 0, 255)).isInstanceOf(SignatureException.class);
        assertThat(signature.sign(value, 0, 256)).isEqualTo(256);
        Signature verification = Signature.getInstance("RSASSA-PSS", "SunRsaSign");
        verification.setParameter(parameters);
        verification.initVerify(pair.getPublic());
        verification.update(DATA);
        assertThat(verification.verify(value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"X25519, X25519, true", "XDH, X448, true", "XDH, X25519, false", "X448, X448, false", "DH, DH, true"})
    void agreement_refused_givesNoSecretToTheseKeys(String name, String keys, boolean refuses) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(keys, keys.equals("DH") ? "SunJCE" : "SunEC")
                .generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance(name);
        agreement.init(pair.getPrivate());
        agreement.doPhase(pair.getPublic(), true);
        if (!refuses) {
            assertThat(agreement.generateSecret()).isNotEmpty();
            return;
        }
        assertThat(agreement.getProvider()).isSameAs(provider);
        for (ThrowingCallable attempt : List.<ThrowingCallable>of(
                agreement::generateSecret,
                () -> agreement.generateSecret(new byte[512], 0),
                () -> agreement.generateSecret("TlsPremasterSecret"))) {
            assertThatThrownBy(attempt)
                    .isInstanceOf(PolicyDeniedException.class)
                    .hasMessageContaining("WK-P002");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PBKDF2WithHmacSHA256, true",
        "pbkdf2withhmacsha256, true",
        "PBKDF2WithHmacSHA1, true",
        "1.2.840.113549.1.5.12, true",
        "PBKDF2WithHmacSHA512, false"
    })
    void pbkdf2_refused_givesKeysThatNobodyCanUse(String name, boolean refuses) throws Exception {
        SecretKeyFactory factory = SecretKeyFactory.getInstance(name);
        SecretKey key = factory.generateSecret(new PBEKeySpec("password".toCharArray(), DATA, 1000, 128));
        assertThat(factory.getProvider()).isSameAs(provider);
        if (refuses) {
            assertThatThrownBy(key::getEncoded)
                    .isInstanceOf(PolicyDeniedException.class)
                    .hasMessageContaining("WK-P002")
                    .hasMessageContaining("is refused in this JVM");
        } else {
            assertThat(key.getEncoded()).hasSize(16);
        }
    }

    /** Bytes become keys by these names, and PKCS12 files are read by those. */
    @Test
    void secretKeyFactory_ofOtherKeys_goesOn() throws Exception {
        assertThat(SecretKeyFactory.getInstance("AES", provider)
                        .generateSecret(new SecretKeySpec(DATA, "AES"))
                        .getEncoded())
                .isEqualTo(DATA);
        assertThat(provider.getService("SecretKeyFactory", "PBEWithMD5AndDES")).isNull();
    }

    @Test
    void hashFunction_usedForNoSecurity_goesOn() throws NoSuchAlgorithmException {
        assertThat(UUID.nameUUIDFromBytes(DATA).version()).isEqualTo(3);
        assertThat(MessageDigest.getInstance("MD5").digest(DATA)).hasSize(16);
    }
}

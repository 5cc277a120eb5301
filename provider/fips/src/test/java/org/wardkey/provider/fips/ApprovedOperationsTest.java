package org.wardkey.provider.fips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.ServiceIndicator;
import org.wardkey.provider.operation.ServiceIndicator.Service;
import org.wardkey.provider.secret.SecretBytes;

/** The module behind the gate: what it computes, what it refuses and how, and what is noted of it. */
class ApprovedOperationsTest {
    private static final byte[] MESSAGE = "the pump's report".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    private WardkeyProvider wardkey;

    @BeforeEach
    void open() {
        wardkey = ApprovedProvider.in(folder);
    }

    @Test
    void sign_managedKey_isTheModulesAndRecordedAsApproved() throws Exception {
        KeyPair pair = managedPair();
        Signature signature = Signature.getInstance("SHA256withECDSA", wardkey);
        signature.initSign(pair.getPrivate());
        signature.update(MESSAGE);
        long before = wardkey.serviceIndicator().completed();
        byte[] made = signature.sign();

        assertThat(wardkey.serviceIndicator().completed()).isEqualTo(before + 1);
        assertThat(wardkey.serviceIndicator().last())
                .contains(new Service("bcfips", Purpose.SIGN, Mechanism.of(Family.ECDSA, Digest.SHA_256)));
        assertThat(verifiesElsewhere(pair, made)).isTrue();
        assertThat(audited()).contains("\"engine\":\"bcfips\",\"fips\":\"approved\"");
    }

    private KeyPair managedPair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", wardkey);
        generator.initialize(KeyGenParameters.builder("pump-7", Purpose.SIGN).build());
        return generator.generateKeyPair();
    }

    private static boolean verifiesElsewhere(KeyPair pair, byte[] signature) throws Exception {
        Signature other = Signature.getInstance("SHA256withECDSA", "SunEC");
        other.initVerify(pair.getPublic());
        other.update(MESSAGE);
        return other.verify(signature);
    }

    /** A checkpoint is over all that was handed to the log before. */
    private String audited() throws IOException {
        for (Path log : Administration.logs(folder.resolve("home"))) {
            wardkey.administration().exportCheckpoint(log.getFileName().toString(), "the test");
        }
        StringBuilder text = new StringBuilder();
        try (var files = Files.walk(folder.resolve("home/audit"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    @Test
    void indicator_ofAnotherThread_isEmpty() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256", wardkey);
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
        mac.doFinal(MESSAGE);
        assertThat(wardkey.serviceIndicator().last()).isPresent();
        long[] other = {-1};
        Thread thread = new Thread(() -> other[0] = wardkey.serviceIndicator().completed());
        thread.start();
        thread.join();
        assertThat(other[0]).isZero();
    }

    /** Another provider's signature hashes with the module, and is not the module's. Self-tests are nobody's use. */
    @Test
    void indicator_othersSignaturesAndSelfTests_areNotNoted() throws Exception {
        Security.insertProviderAt(wardkey, 1);
        try {
            KeyPair pair = KeyPairGenerator.getInstance("EC", "SunEC").generateKeyPair();
            Signature other = Signature.getInstance("SHA256withECDSA", "SunEC");
            other.initSign(pair.getPrivate());
            other.update(MESSAGE);
            other.sign();
            Cipher unwrapping = Cipher.getInstance("AES/KWP/NoPadding", wardkey);
            unwrapping.init(Cipher.UNWRAP_MODE, new SecretKeySpec(new byte[16], "AES"));
            assertThatThrownBy(() -> unwrapping.unwrap(new byte[24], "AES", Cipher.SECRET_KEY))
                    .isInstanceOf(java.security.InvalidKeyException.class);
            assertThat(wardkey.serviceIndicator().completed()).isZero();
        } finally {
            Security.removeProvider(wardkey.getName());
        }
    }

    @Test
    void gcm_alteredByte_givesNothingBeforeTheTag() throws Exception {
        SecretKey key = new SecretKeySpec(new byte[32], "AES");
        GCMParameterSpec parameters = new GCMParameterSpec(128, new byte[12]);
        byte[] text = new byte[10_000];
        Arrays.fill(text, (byte) 7);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", wardkey);
        cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
        byte[] encrypted = cipher.doFinal(text);
        encrypted[9_000] ^= 1;

        cipher.init(Cipher.DECRYPT_MODE, key, parameters);
        byte[] early = cipher.update(encrypted, 0, 5_000);
        assertThat(early == null ? 0 : early.length).isZero();
        byte[] output = new byte[text.length];
        assertThatThrownBy(() -> cipher.doFinal(encrypted, 5_000, encrypted.length - 5_000, output))
                .isInstanceOf(AEADBadTagException.class)
                .hasMessage("The message does not authenticate.");
        assertThat(output).containsOnly(0);
    }

    @Test
    void gcm_inPartsOfEverySize_isAsInOne() throws Exception {
        SecretKey key = new SecretKeySpec(new byte[16], "AES");
        Cipher other = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", wardkey);
        byte[] text = new byte[3_000];
        new SecureRandom().nextBytes(text);
        int iv = 0;
        for (int part : new int[] {1, 15, 16, 17, 100, 255, 256, 257, 271, 272, 512, 1_000, 2_999}) {
            byte[] nonce = new byte[12];
            nonce[0] = (byte) ++iv;
            GCMParameterSpec parameters = new GCMParameterSpec(128, nonce);
            cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
            cipher.updateAAD(MESSAGE);
            byte[] made = new byte[text.length + 16];
            int at = 0;
            for (int from = 0; from < text.length; from += part) {
                int length = Math.min(part, text.length - from);
                int room = cipher.getOutputSize(length);
                int given = cipher.update(text, from, length, made, at);
                assertThat(given).isLessThanOrEqualTo(room);
                at += given;
            }
            at += cipher.doFinal(made, at);
            other.init(Cipher.ENCRYPT_MODE, key, parameters);
            other.updateAAD(MESSAGE);
            assertThat(Arrays.copyOf(made, at)).as("parts of " + part).isEqualTo(other.doFinal(text));
        }
    }

    /** Source: FIPS 140-3 IG C.H, scenario 2: the module's generator, whatever the caller brings. */
    @Test
    void gcm_ivThatNobodyGave_isNotOfTheCallersGenerator() throws Exception {
        SecureRandom fixed = new SecureRandom() {
            private static final long serialVersionUID = 1;

            @Override
            public void nextBytes(byte[] bytes) {
                throw new AssertionError("The caller's generator was asked.");
            }
        };
        Set<String> ivs = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", wardkey);
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"), fixed);
            cipher.doFinal(MESSAGE);
            assertThat(cipher.getIV()).hasSize(12);
            ivs.add(HexFormat.of().formatHex(cipher.getIV()));
        }
        assertThat(ivs).hasSize(20);
    }

    @Test
    void gcm_sameKeyAndIvAgain_isRefused() throws Exception {
        SecretKey key = new SecretKeySpec(new byte[16], "AES");
        GCMParameterSpec parameters = new GCMParameterSpec(128, new byte[12]);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", wardkey);
        cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
        cipher.doFinal(MESSAGE);
        assertThatThrownBy(() -> {
                    cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
                    cipher.doFinal(MESSAGE);
                })
                .isInstanceOf(Exception.class)
                .hasMessageContaining("IV");
    }

    @Test
    void sign_rsa1024_isRefusedAtCompletionAlone() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
        generator.initialize(1024);
        PrivateKey key = generator.generateKeyPair().getPrivate();
        Signature signature = Signature.getInstance("SHA256withRSA", wardkey);
        signature.initSign(key); // a refusal here would let the JCA ask the next provider
        signature.update(MESSAGE);
        assertThatThrownBy(signature::sign)
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("WK-M002");
    }

    @Test
    void mac_keyUnder112Bits_isRefusedAtCompletionAlone() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256", wardkey);
        mac.init(new SecretKeySpec(new byte[13], "HmacSHA256"));
        assertThatThrownBy(() -> mac.doFinal(MESSAGE))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("WK-M002");
    }

    @Test
    void mac_keyOf112Bits_isTaken() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256", wardkey);
        mac.init(new SecretKeySpec(new byte[14], "HmacSHA256"));
        Mac other = Mac.getInstance("HmacSHA256", "SunJCE");
        other.init(new SecretKeySpec(new byte[14], "HmacSHA256"));
        assertThat(mac.doFinal(MESSAGE)).isEqualTo(other.doFinal(MESSAGE));
    }

    /** A derived key says that it is of a password; the code is over its bytes. */
    @Test
    void mac_keyDerivedFromAPassword_isOverItsBytes() throws Exception {
        SecretKey key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256", wardkey)
                .generateSecret(new PBEKeySpec("correct horse battery".toCharArray(), new byte[16], 10_000, 256));
        Mac mac = Mac.getInstance("HmacSHA256", wardkey);
        mac.init(key);
        Mac other = Mac.getInstance("HmacSHA256", "SunJCE");
        other.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
        assertThat(mac.doFinal(MESSAGE)).isEqualTo(other.doFinal(MESSAGE));
    }

    @Test
    void x25519_notAnApprovedService_hasNoEngine() throws Exception {
        assertThatThrownBy(() -> KeyPairGenerator.getInstance("X25519", wardkey).generateKeyPair())
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("WK-E001");
        KeyPair pair = KeyPairGenerator.getInstance("X25519", "SunEC").generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("X25519", wardkey);
        agreement.init(pair.getPrivate());
        assertThatThrownBy(() -> {
                    agreement.doPhase(pair.getPublic(), true);
                    agreement.generateSecret();
                })
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("WK-E001");
    }

    @ParameterizedTest
    @CsvSource({"Ed25519, 48", "Ed448, 73"})
    void edDsa_pairOfTheModule_isReadByTheJdk(String curve, int encodedBytes) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(curve, wardkey).generateKeyPair();
        assertThat(pair.getPrivate().getEncoded()).hasSize(encodedBytes);
        Signature signature = Signature.getInstance(curve, "SunEC");
        signature.initSign(pair.getPrivate());
        signature.update(MESSAGE);
        byte[] made = signature.sign();
        Signature own = Signature.getInstance(curve, wardkey);
        own.initVerify(pair.getPublic());
        own.update(MESSAGE);
        assertThat(own.verify(made)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448"})
    void edDsa_managedPair_signsWhatTheJdkVerifies(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(curve, wardkey);
        generator.initialize(KeyGenParameters.builder("pump-7", Purpose.SIGN).build());
        KeyPair pair = generator.generateKeyPair();
        Signature own = Signature.getInstance(curve, wardkey);
        own.initSign(pair.getPrivate());
        own.update(MESSAGE);
        byte[] made = own.sign();
        Signature other = Signature.getInstance(curve, "SunEC");
        other.initVerify(pair.getPublic());
        other.update(MESSAGE);
        assertThat(other.verify(made)).isTrue();
    }

    /** Storing seals, with the module and on this thread; testing a new pair is nobody's use of it. */
    @Test
    void managedPair_testOfTheTwo_isNotNoted() throws Exception {
        managedPair();
        long before = wardkey.serviceIndicator().completed();
        KeyGenerator secrets = KeyGenerator.getInstance("AES", wardkey);
        secrets.init(KeyGenParameters.builder("secret", Purpose.ENCRYPT).build());
        secrets.generateKey();
        long sealed = wardkey.serviceIndicator().completed() - before;
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("Ed25519", wardkey);
        pairs.initialize(KeyGenParameters.builder("pair", Purpose.SIGN).build());
        pairs.generateKeyPair();
        assertThat(wardkey.serviceIndicator().completed()).isEqualTo(before + 2 * sealed);
    }

    /** The test of a new pair must not use up the module's rule that a key does one of the two. */
    @Test
    void rsa_managedPairForTransport_decrypts() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", wardkey);
        generator.initialize(
                KeyGenParameters.builder("transport", Purpose.DECRYPT).build());
        KeyPair pair = generator.generateKeyPair();
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", wardkey);
        cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic());
        byte[] encrypted = cipher.doFinal(MESSAGE);
        cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
        assertThat(cipher.doFinal(encrypted)).isEqualTo(MESSAGE);
    }

    @Test
    void oaep_emptyMessage_isRefusedBeforeItIsLost() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA", wardkey).generateKeyPair();
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", wardkey);
        cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic());
        assertThatThrownBy(() -> cipher.doFinal(new byte[0]))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("WK-M002");
        cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic());
        assertThat(cipher.doFinal(MESSAGE)).hasSize(384);
    }

    /** The self-tests of both must not meet the module's rule that one key does not do both. */
    @Test
    void rsa_encryptionThenSignatures_bothPassTheirSelfTests() throws Exception {
        oaep_emptyMessage_isRefusedBeforeItIsLost();
        sign_rsa1024_isRefusedAtCompletionAlone();
        assertThat(wardkey.administration().report().selfTests())
                .containsEntry("RSAES-OAEP@bcfips", true)
                .containsEntry("RSASSA-PKCS1-v1_5@bcfips", true);
    }

    @Test
    void secureRandom_isTheModules() throws Exception {
        SecureRandom random = SecureRandom.getInstance("HashDRBG", wardkey);
        byte[] first = new byte[32];
        byte[] second = new byte[32];
        random.nextBytes(first);
        random.setSeed(MESSAGE);
        random.nextBytes(second);
        assertThat(first).isNotEqualTo(second);
        assertThat(random.generateSeed(16)).hasSize(16);
        assertThat(wardkey.administration().report().engines()).containsOnlyKeys("bcfips");
    }

    @Test
    void bcfks_storedAndLoaded_keepsKeys() throws Exception {
        char[] password = "correct horse battery".toCharArray();
        KeyStore store = KeyStore.getInstance("BCFKS", wardkey);
        store.load(null, null);
        store.setKeyEntry("aes", new SecretKeySpec(new byte[32], "AES"), password, null);
        Path file = folder.resolve("keys.bcfks");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, password);
        }
        KeyStore again = KeyStore.getInstance("BCFKS", wardkey);
        try (var in = Files.newInputStream(file)) {
            again.load(in, password);
        }
        assertThat(again.getKey("aes", password).getEncoded()).isEqualTo(new byte[32]);
        assertThatThrownBy(() -> {
                    try (var in = Files.newInputStream(file)) {
                        KeyStore.getInstance("BCFKS", wardkey).load(in, "another password".toCharArray());
                    }
                })
                .isInstanceOf(IOException.class);
    }

    /** Both engines open what one has made, with letters that are several bytes. */
    @Test
    void password_ofATokenMadeByTheJdk_derivesTheSame() throws Exception {
        char[] password = "Stationäre Pflege €".toCharArray();
        byte[] salt = new byte[16];
        KeyBackend module = new BcFipsModule()
                .start(Optional.empty(), new ServiceIndicator())
                .engine();
        PBEKeySpec spec = new PBEKeySpec(password, salt, 1_000, 256);
        byte[] expected = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512", "SunJCE")
                .generateSecret(spec)
                .getEncoded();
        try (SecretBytes derived = module.deriveFromPassword(Digest.SHA_512, password, salt, 1_000, 32)) {
            assertThat(derived.copy()).isEqualTo(expected);
        }
        assertThatThrownBy(
                        () -> module.deriveFromPassword(Digest.SHA_512, "13 characters".toCharArray(), salt, 1_000, 32))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("WK-M002")
                .hasMessageContaining("14 characters")
                .hasMessageNotContaining("13 characters");
    }

    @Test
    void disagreement_configurationOfGeneralMode_locks() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        WardkeyProvider general = ApprovedProvider.with(other, "mode = general");
        assertThatThrownBy(() -> general.administration().list())
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("WK-C001")
                .hasMessageContaining("org.bouncycastle.fips.approved_only=true");
        assertThat(general.state()).isEqualTo("LOCKED");
        assertThat(Security.getProvider("BCFIPS")).isNull();
    }

    @Test
    void module_anotherFile_isNotLoaded() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("bc-fips-2.1.3.jar"), "not the module");
        WardkeyProvider broken = ApprovedProvider.with(other, "mode = fips\n  fips { module = \"bc-fips-2.1.3.jar\" }");
        assertThatThrownBy(() -> SecureRandom.getInstance("HashDRBG", broken).nextBytes(new byte[1]))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("WK-M001");
        MessageDigest digest = MessageDigest.getInstance("SHA-256", broken);
        assertThatThrownBy(() -> digest.digest(MESSAGE))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("WK-M001")
                .hasMessageContaining("found another file");
        assertThat(broken.state()).isEqualTo("LOCKED");
    }
}

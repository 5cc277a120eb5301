package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Enforcement;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.TpmException;
import org.wardkey.tpm2.TpmLockoutException;
import org.wardkey.tpm2.command.Create;
import org.wardkey.tpm2.command.Sign;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Curve;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.SensitiveCreate;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.Ticket;

/** Keys in a TPM through the JCA; on the simulator swtpm, no real chip. The JDK and OpenSSL judge what they make. */
class TpmTokenIT {
    private static final byte[] MESSAGE = new byte[300];

    @TempDir
    private Path folder;

    private SimulatedTpm tpm;
    private WardkeyProvider wardkey;

    @BeforeEach
    void start() throws IOException {
        tpm = SimulatedTpm.start(folder.resolve("chip"));
        wardkey = TestHome.with(folder, tpm.token()).provider();
    }

    @AfterEach
    void stop() {
        tpm.close();
    }

    private KeyPair ec(String curve, KeyGenParameters parameters) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", wardkey);
        generator.initialize(parameters);
        KeyPair pair = generator.generateKeyPair();
        assertThat(pair.getPrivate().getEncoded()).as(curve).isNull();
        return pair;
    }

    private KeyPair rsa(String alias, Purpose first, Purpose... more) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", wardkey);
        generator.initialize(
                KeyGenParameters.builder(alias, first, more).keySizeBits(2048).build());
        return generator.generateKeyPair();
    }

    private void sign(String algorithm, PrivateKey key, PublicKey publicKey, String judge) throws Exception {
        Signature signature = Signature.getInstance(algorithm, wardkey);
        signature.initSign(key);
        for (int again = 0; again < 2; again++) {
            signature.update(MESSAGE);
            byte[] signed = signature.sign();
            Signature verification = Signature.getInstance(algorithm, judge);
            verification.initVerify(publicKey);
            verification.update(MESSAGE);
            assertThat(verification.verify(signed)).as(algorithm).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"secp256r1, SHA256", "secp384r1, SHA384", "secp521r1, SHA512"})
    void ec_everyCurve_signsAndAgrees(String curve, String digest) throws Exception {
        KeyGenParameters.Builder parameters = KeyGenParameters.builder("pump", Purpose.SIGN, Purpose.AGREE);
        KeyPair pair = ec(
                curve,
                parameters.keySizeBits(Integer.parseInt(curve.substring(4, 7))).build());
        for (String algorithm : new String[] {digest, "SHA256"}) {
            sign(algorithm + "withECDSA", pair.getPrivate(), pair.getPublic(), "SunEC");
        }
        sign(digest + "withECDSAinP1363Format", pair.getPrivate(), pair.getPublic(), "SunEC");
        KeyPairGenerator peers = KeyPairGenerator.getInstance("EC", "SunEC");
        peers.initialize(new ECGenParameterSpec(curve));
        KeyPair peer = peers.generateKeyPair();
        KeyAgreement ours = KeyAgreement.getInstance("ECDH", wardkey);
        ours.init(pair.getPrivate());
        ours.doPhase(peer.getPublic(), true);
        KeyAgreement theirs = KeyAgreement.getInstance("ECDH", "SunEC");
        theirs.init(peer.getPrivate());
        theirs.doPhase(pair.getPublic(), true);
        assertThat(ours.generateSecret()).isEqualTo(theirs.generateSecret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256", "SHA384", "SHA512"})
    void rsa_signatures_verifyElsewhere(String digest) throws Exception {
        KeyPair pair = rsa("scanner", Purpose.SIGN);
        assertThat(((RSAPublicKey) pair.getPublic()).getModulus().bitLength()).isEqualTo(2048);
        sign(digest + "withRSA", pair.getPrivate(), pair.getPublic(), "SunRsaSign");
        String name = "SHA-" + digest.substring(3);
        int salt = Integer.parseInt(digest.substring(3)) / Byte.SIZE;
        PSSParameterSpec pss = new PSSParameterSpec(name, "MGF1", new MGF1ParameterSpec(name), salt, 1);
        Signature signature = Signature.getInstance("RSASSA-PSS", wardkey);
        signature.setParameter(pss);
        signature.initSign(pair.getPrivate());
        signature.update(MESSAGE);
        byte[] signed = signature.sign();
        Signature verification = Signature.getInstance("RSASSA-PSS", "SunRsaSign");
        verification.setParameter(pss);
        verification.initVerify(pair.getPublic());
        verification.update(MESSAGE);
        assertThat(verification.verify(signed)).isTrue();
    }

    @Test
    void rsaPss_saltOfAnotherLength_isRefusedWithTheReason() throws Exception {
        KeyPair pair = rsa("scanner", Purpose.SIGN);
        Signature signature = Signature.getInstance("RSASSA-PSS", wardkey);
        signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 20, 1));
        signature.initSign(pair.getPrivate());
        signature.update(MESSAGE);
        assertThatThrownBy(signature::sign)
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining(
                        "a salt as long as its output, got RSASSA-PSS with SHA-256, MGF1 SHA-256, salt 20");
    }

    @Test
    void rsaOaep_decryptsAndUnwrapsAndTellsNothingOfAWrongCiphertext() throws Exception {
        KeyPair pair = rsa("archive", Purpose.DECRYPT, Purpose.UNWRAP);
        OAEPParameterSpec oaep =
                new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
        Cipher encryption = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
        encryption.init(Cipher.ENCRYPT_MODE, pair.getPublic(), oaep);
        byte[] encrypted = encryption.doFinal(MESSAGE, 0, 32);
        Cipher decryption = Cipher.getInstance("RSA/ECB/OAEPPadding", wardkey);
        decryption.init(Cipher.DECRYPT_MODE, pair.getPrivate(), oaep);
        assertThat(decryption.doFinal(encrypted)).isEqualTo(new byte[32]);
        decryption.init(Cipher.UNWRAP_MODE, pair.getPrivate(), oaep);
        assertThat(decryption.unwrap(encrypted, "AES", Cipher.SECRET_KEY).getEncoded())
                .isEqualTo(new byte[32]);
        Cipher usual = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", wardkey);
        usual.init(Cipher.DECRYPT_MODE, pair.getPrivate());
        assertThatThrownBy(() -> usual.doFinal(encrypted))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("with one hash function");
        byte[] large = new byte[encrypted.length];
        Arrays.fill(large, (byte) -1);
        byte[] flipped = encrypted.clone();
        flipped[20] ^= 1;
        for (byte[] wrong : List.of(flipped, large, new byte[encrypted.length], new byte[0], new byte[255])) {
            decryption.init(Cipher.DECRYPT_MODE, pair.getPrivate(), oaep);
            assertThatThrownBy(() -> decryption.doFinal(wrong))
                    .isInstanceOf(BadPaddingException.class)
                    .hasMessage("The ciphertext does not decrypt.");
        }
        tpm.kill();
        decryption.init(Cipher.DECRYPT_MODE, pair.getPrivate(), oaep);
        assertThatThrownBy(() -> decryption.doFinal(encrypted))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("WK-E003");
    }

    @Test
    void limits_ofAKeyInTheChip_holdAndTheReadBackSaysWhoSeesToThem() throws Exception {
        KeyPair pair = ec(
                "secp256r1",
                KeyGenParameters.builder("once", Purpose.SIGN)
                        .maximumOperations(1)
                        .build());
        Signature signature = Signature.getInstance("SHA256withECDSA", wardkey);
        signature.initSign(pair.getPrivate());
        signature.sign();
        assertThatThrownBy(signature::sign).hasMessageContaining("WK-K009");
        KeyStore store = KeyStore.getInstance("Wardkey", wardkey);
        store.load(null, null);
        assertThat(store.isKeyEntry("tpm0:once")).isTrue();
        assertThat(wardkey.administration().show("once").enforcement())
                .containsEntry("exportable", Enforcement.HARDWARE)
                .containsEntry("maximum-operations", Enforcement.PROVIDER);
    }

    @Test
    void keys_thatAChipDoesNotHave_areRefusedWithTheReason() throws Exception {
        KeyPairGenerator edwards = KeyPairGenerator.getInstance("Ed25519", wardkey);
        edwards.initialize(KeyGenParameters.builder("edwards", Purpose.SIGN).build());
        assertThatThrownBy(edwards::generateKeyPair)
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("WK-K017");
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA", wardkey);
        small.initialize(KeyGenParameters.builder("large", Purpose.SIGN)
                .keySizeBits(8192)
                .build());
        assertThatThrownBy(small::generateKeyPair).hasMessageContaining("WK-K017");
        KeyPairGenerator exportable = KeyPairGenerator.getInstance("EC", wardkey);
        exportable.initialize(KeyGenParameters.builder("exportable", Purpose.SIGN)
                .exportable(true)
                .build());
        assertThatThrownBy(exportable::generateKeyPair).hasMessageContaining("WK-K017");
        KeyGenerator chacha = KeyGenerator.getInstance("ChaCha20", wardkey);
        chacha.init(KeyGenParameters.builder("chacha", Purpose.ENCRYPT).build());
        SecretKey refused = chacha.generateKey();
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305", wardkey);
        cipher.init(Cipher.ENCRYPT_MODE, refused);
        assertThatThrownBy(() -> cipher.doFinal(MESSAGE)).hasMessageContaining("WK-K017");
        KeyStore store = KeyStore.getInstance("Wardkey", wardkey);
        store.load(null, null);
        assertThat(store.size()).isZero();
    }

    /** As another program that guesses at a key of its own brings it about. */
    private void lockOut() {
        try (Tpm other = tpm.connect();
                LoadedObject srk =
                        other.createPrimary(Entity.of(Handle.OWNER), Template.srkP256(), Authorization.empty());
                SensitiveCreate sensitive = SensitiveCreate.of(new byte[] {1, 2, 3})) {
            Public guarded = Template.ecdsa(Curve.P256)
                    .withAttributes(Attributes.BORN_HERE.with(Attributes.SIGN_ENCRYPT | Attributes.USER_WITH_AUTH));
            Create.Result made =
                    other.execute(new Create(srk, sensitive, guarded, new byte[0], List.of()), Authorization.empty());
            try (LoadedObject key = other.load(srk, made.outPrivate(), made.outPublic(), Authorization.empty())) {
                Sign sign = new Sign(key, new byte[32], Scheme.ecdsa(HashAlgorithm.SHA256), Ticket.NULL_HASHCHECK);
                for (int guess = 0; guess < 3; guess++) {
                    assertThatThrownBy(() -> other.execute(sign, Authorization.empty()))
                            .isInstanceOf(TpmException.class);
                }
                assertThatThrownBy(() -> other.execute(sign, Authorization.empty()))
                        .isInstanceOf(TpmLockoutException.class);
            }
        }
    }

    @Test
    void lockout_thatAnotherProgramCaused_stopsNoKeyOfWardkey() throws Exception {
        lockOut();
        KeyPair pair =
                ec("secp256r1", KeyGenParameters.builder("pump", Purpose.SIGN).build());
        sign("SHA256withECDSA", pair.getPrivate(), pair.getPublic(), "SunEC");
        assertThat(wardkey.administration().device("tpm0")).containsEntry("failed-authorizations", "3");
    }

    @Test
    void device_ofTheToken_saysThatItIsASimulator() {
        assertThat(wardkey.administration().device("tpm0"))
                .containsEntry("manufacturer", "IBM")
                .containsEntry("simulator", "yes")
                .containsEntry("failed-authorizations", "0")
                .containsEntry("transport", tpm.address())
                .hasEntrySatisfying("storage-root-key", name -> assertThat(name).startsWith("000b"));
        assertThat(wardkey.administration().tokens()).containsEntry("tpm0", "tpm2");
    }

    @Test
    void key_fromOutside_isRefusedWithTheReason() throws Exception {
        KeyStore store = KeyStore.getInstance("Wardkey", wardkey);
        store.load(null, null);
        SecretKey secret = new javax.crypto.spec.SecretKeySpec(new byte[32], "AES");
        assertThatThrownBy(() -> store.setKeyEntry("outside", secret, null, null))
                .hasStackTraceContaining("Expected a key that token tpm0 made, got one from outside");
    }

    @Test
    void powerLoss_theSameProviderGoesOn() throws Exception {
        KeyPair pair =
                ec("secp256r1", KeyGenParameters.builder("pump", Purpose.SIGN).build());
        for (int round = 0; round < 3; round++) {
            sign("SHA256withECDSA", pair.getPrivate(), pair.getPublic(), "SunEC");
            tpm.kill();
            Signature signature = Signature.getInstance("SHA256withECDSA", wardkey);
            signature.initSign(pair.getPrivate());
            assertThatThrownBy(signature::sign)
                    .isInstanceOf(SignatureException.class)
                    .hasMessageContaining("WK-E003");
            tpm.restart();
        }
        sign("SHA256withECDSA", pair.getPrivate(), pair.getPublic(), "SunEC");
    }

    /** The simulator serves one connection at a time. */
    @Test
    void tokens_ofOneTpm_shareItsConnection() throws Exception {
        String at = "transport = \"" + tpm.address() + "\" }";
        wardkey = TestHome.with(
                        Files.createDirectory(folder.resolve("two")),
                        "home = home\ntokens { chip { type = tpm2, " + at + "\nlocal { protector = tpm, " + at + " }\n")
                .provider();
        for (String alias : List.of("chip:pump", "local:pump")) {
            KeyPair pair = ec(
                    "secp256r1", KeyGenParameters.builder(alias, Purpose.SIGN).build());
            sign("SHA256withECDSA", pair.getPrivate(), pair.getPublic(), "SunEC");
        }
    }

    @Test
    void tcti_ofTpm2Tss_reachesTheChipToo() throws Exception {
        String socket = tpm.address().substring("unix:".length());
        wardkey = overTcti("one", "swtpm:path=" + socket);
        KeyPair pair =
                ec("secp256r1", KeyGenParameters.builder("pump", Purpose.SIGN).build());
        sign("SHA256withECDSA", pair.getPrivate(), pair.getPublic(), "SunEC");
        assertThat(wardkey.administration().device("tpm0")).containsEntry("transport", "tcti:swtpm:path=" + socket);
        WardkeyProvider none = overTcti("two", "swtpm:path=" + socket + ".none");
        assertThatThrownBy(() -> none.administration().device("tpm0"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("WK-E003");
    }

    private WardkeyProvider overTcti(String name, String configuration) throws IOException {
        return TestHome.with(
                        Files.createDirectory(folder.resolve(name)),
                        "home = home\ntokens { tpm0 { type = tpm2, transport = \"tcti:" + configuration + "\" } }\n")
                .provider();
    }

    @Test
    void states_ofAKeyThatIsLoadedInTheChip_holdForAnOpenSignature() throws Exception {
        KeyPair pair =
                ec("secp256r1", KeyGenParameters.builder("pump", Purpose.SIGN).build());
        Signature signature = Signature.getInstance("SHA256withECDSA", wardkey);
        signature.initSign(pair.getPrivate());
        signature.sign();
        wardkey.administration().changeState("tpm0:pump", KeyState.SUSPENDED, "test");
        assertThatThrownBy(signature::sign).hasMessageContaining("WK-K");
        wardkey.administration().changeState("tpm0:pump", KeyState.ACTIVE, "test");
        signature.initSign(pair.getPrivate());
        signature.sign();
        for (KeyState end : List.of(KeyState.COMPROMISED, KeyState.DESTROYED)) {
            wardkey.administration().changeState("tpm0:pump", end, "test");
            signature.update(MESSAGE);
            assertThatThrownBy(signature::sign).as(end.toString()).hasMessageContaining("WK-K");
        }
        assertThat(wardkey.administration().device("tpm0")).isNotEmpty();
    }

    @Test
    void anotherChip_opensNothing() throws Exception {
        KeyPair pair =
                ec("secp256r1", KeyGenParameters.builder("pump", Purpose.SIGN).build());
        tpm.replace();
        Signature signature = Signature.getInstance("SHA256withECDSA", wardkey);
        signature.initSign(pair.getPrivate());
        assertThatThrownBy(signature::sign)
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("WK-E003");
    }
}

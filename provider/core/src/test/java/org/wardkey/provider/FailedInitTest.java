package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.InvalidAlgorithmParameterException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An init that fails leaves nothing that could go on with the key and the message before. */
class FailedInitTest {
    private static final Provider PROVIDER = new WardkeyProvider();
    private static final byte[] DATA = new byte[32];
    private static final SecretKey AES = new SecretKeySpec(new byte[16], "AES");
    private static final KeyPair EC = pair("EC");
    private static final KeyPair RSA = pair("RSA");

    /** A step that may fail. */
    interface Step {
        void run() throws Exception;
    }

    /** An initialised object that has taken data, an init that fails, and what would complete. */
    record Case(String name, Step begin, Step failingInit, Step completion) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static KeyPair pair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Case> cases() throws Exception {
        return Stream.of(
                signing("SHA256withECDSA", EC),
                signing("SHA256withRSA", RSA),
                verifying(),
                mac("key", AES.getEncoded(), null, EC.getPrivate()),
                mac("parameters", AES.getEncoded(), new ECGenParameterSpec("secp256r1"), AES),
                agreementKey(),
                agreementPeer(),
                cipher("AES/GCM/NoPadding", Cipher.ENCRYPT_MODE, AES, new SecretKeySpec(new byte[5], "AES"), null),
                cipher("AES/GCM/NoPadding", Cipher.ENCRYPT_MODE, AES, AES, new GCMParameterSpec(8, new byte[12])),
                cipher("AES/KW/NoPadding", Cipher.ENCRYPT_MODE, AES, new SecretKeySpec(new byte[5], "AES"), null),
                cipher("AES/KWP/NoPadding", Cipher.ENCRYPT_MODE, AES, AES, new GCMParameterSpec(128, new byte[12])),
                oaep(EC.getPublic(), null),
                oaep(RSA.getPublic(), new ECGenParameterSpec("secp256r1")));
    }

    private static Case signing(String algorithm, KeyPair good) throws Exception {
        Signature signature = Signature.getInstance(algorithm, PROVIDER);
        PrivateKey bad = good == EC ? RSA.getPrivate() : EC.getPrivate();
        return new Case(
                algorithm,
                () -> {
                    signature.initSign(good.getPrivate());
                    signature.update(DATA);
                },
                () -> signature.initSign(bad),
                signature::sign);
    }

    private static Case verifying() throws Exception {
        Signature signer = Signature.getInstance("SHA256withECDSA", PROVIDER);
        signer.initSign(EC.getPrivate());
        signer.update(DATA);
        byte[] proof = signer.sign();
        Signature signature = Signature.getInstance("SHA256withECDSA", PROVIDER);
        return new Case(
                "verify",
                () -> {
                    signature.initVerify(EC.getPublic());
                    signature.update(DATA);
                },
                () -> signature.initVerify(RSA.getPublic()),
                () -> signature.verify(proof));
    }

    private static Case mac(String name, byte[] good, AlgorithmParameterSpec parameters, Key bad) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256", PROVIDER);
        return new Case(
                "HMAC, " + name,
                () -> {
                    mac.init(new SecretKeySpec(good, "HmacSHA256"));
                    mac.update(DATA);
                },
                () -> mac.init(bad, parameters),
                mac::doFinal);
    }

    private static Case agreementKey() throws Exception {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH", PROVIDER);
        return new Case(
                "ECDH, key",
                () -> {
                    agreement.init(EC.getPrivate());
                    agreement.doPhase(EC.getPublic(), true);
                },
                () -> agreement.init(RSA.getPrivate()),
                agreement::generateSecret);
    }

    private static Case agreementPeer() throws Exception {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH", PROVIDER);
        return new Case(
                "ECDH, peer",
                () -> {
                    agreement.init(EC.getPrivate());
                    agreement.doPhase(EC.getPublic(), true);
                },
                () -> agreement.doPhase(RSA.getPublic(), true),
                agreement::generateSecret);
    }

    private static Case cipher(String name, int mode, Key good, Key bad, AlgorithmParameterSpec badParameters)
            throws Exception {
        Cipher cipher = Cipher.getInstance(name, PROVIDER);
        return new Case(
                name + (badParameters == null ? ", key" : ", parameters"),
                () -> {
                    cipher.init(mode, good);
                    cipher.update(DATA);
                },
                () -> cipher.init(mode, bad, badParameters),
                cipher::doFinal);
    }

    private static Case oaep(Key bad, AlgorithmParameterSpec badParameters) throws Exception {
        return cipher(
                "RSA/ECB/OAEPWithSHA-256AndMGF1Padding", Cipher.ENCRYPT_MODE, RSA.getPublic(), bad, badParameters);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void completion_afterFailedInit_isRefused(Case engine) throws Exception {
        engine.begin().run();
        engine.completion().run();
        engine.begin().run();

        assertThatThrownBy(engine.failingInit()::run).isInstanceOf(Exception.class);
        assertThatThrownBy(engine.completion()::run).isInstanceOf(Exception.class);

        engine.begin().run();
        engine.completion().run();
    }

    @Test
    void signature_failedInitInTheMiddle_forgetsTheMessageAndNamesTheRow() throws Exception {
        Signature pss = Signature.getInstance("RSASSA-PSS", PROVIDER);
        PSSParameterSpec parameters = new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
        pss.setParameter(parameters);
        pss.initSign(RSA.getPrivate());
        pss.update(DATA);
        assertThatThrownBy(() -> pss.initSign(EC.getPrivate())).hasMessageContaining("RSASSA-PSS");
        pss.setParameter(parameters);

        Signature edDsa = Signature.getInstance("EdDSA", PROVIDER);
        edDsa.initSign(KeyPairGenerator.getInstance("Ed448", PROVIDER)
                .generateKeyPair()
                .getPrivate());
        assertThatThrownBy(() -> edDsa.initSign(RSA.getPrivate())).hasMessageContaining("Ed25519 or Ed448");
        assertThatThrownBy(() -> edDsa.update(DATA)).hasMessageContaining("Ed25519 or Ed448");
    }

    @Test
    void agreement_parametersOfAnotherCurve_namesTheKeys() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("X448", PROVIDER).generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("XDH", PROVIDER);
        assertThatThrownBy(() -> agreement.init(pair.getPrivate(), new NamedParameterSpec("X25519")))
                .isInstanceOf(InvalidAlgorithmParameterException.class)
                .hasMessageContaining("X448");
        assertThatThrownBy(agreement::generateSecret).isInstanceOf(IllegalStateException.class);
        agreement.init(pair.getPrivate(), new NamedParameterSpec("X448"));
        agreement.doPhase(pair.getPublic(), true);
        assertThat(agreement.generateSecret()).hasSize(56);
    }

    @Test
    void init_fixedSizeRow_refusesAnotherSize() throws Exception {
        Cipher cipher = Cipher.getInstance("AES_256/GCM/NoPadding", PROVIDER);

        assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, AES)).hasMessageContaining("256 bits, got 128");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[32], "AES"));
        assertThat(cipher.doFinal(DATA)).hasSize(48);
    }
}

package org.wardkey.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An algorithm whose self-test failed in every engine gives nothing: not even for plain keys, not from anybody else. */
class SelfTestFailureTest {
    @TempDir
    private Path folder;

    private Provider provider;
    private KeyPair ec;

    @BeforeEach
    void register() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(256);
        ec = generator.generateKeyPair();
        System.setProperty(WardkeyRuntime.FORCED_FAILURES, "SHA-2,HMAC,PBKDF2,AES-GCM,AES-KW,ECDSA,ECDH");
        provider = TestHome.in(folder).provider();
        Security.insertProviderAt(provider, 1);
    }

    @AfterEach
    void unregister() {
        Security.removeProvider(provider.getName());
        System.clearProperty(WardkeyRuntime.FORCED_FAILURES);
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).hasMessageContaining("WK-T001");
    }

    @Test
    void digest_unpinned_refuses() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        assertRefused(() -> digest.digest(new byte[1]));
    }

    @Test
    void mac_unpinned_refuses() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
        assertRefused(() -> mac.doFinal(new byte[1]));
    }

    @Test
    void cipher_unpinned_refuses() throws Exception {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[32], "AES"));
        assertRefused(() -> cipher.doFinal(new byte[1]));
        Cipher wrap = Cipher.getInstance("AES/KW/NoPadding");
        wrap.init(Cipher.WRAP_MODE, new SecretKeySpec(new byte[32], "AES"));
        assertRefused(() -> wrap.wrap(new SecretKeySpec(new byte[32], "AES")));
    }

    @Test
    void signature_unpinned_refusesToSignAndVerify() throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(ec.getPrivate());
        signature.update(new byte[1]);
        assertRefused(signature::sign);
        signature.initVerify(ec.getPublic());
        signature.update(new byte[1]);
        // The smallest integers: the form is right, so the answer can only come from an engine.
        assertRefused(() -> signature.verify(new byte[] {0x30, 6, 2, 1, 1, 2, 1, 1}));
    }

    @Test
    void agreement_unpinned_refuses() throws Exception {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(ec.getPrivate());
        agreement.doPhase(ec.getPublic(), true);
        assertRefused(agreement::generateSecret);
    }

    @Test
    void derivationFromPassword_unpinned_givesAKeyThatNobodyCanUse() throws Exception {
        SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
        SecretKey key = factory.generateSecret(
                new PBEKeySpec("correct horse".toCharArray(), "16 bytes of salt".getBytes(UTF_8), 2, 256));
        assertRefused(key::getEncoded);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        assertRefused(() -> mac.doFinal(new byte[1]));
    }

    @Test
    void generator_unpinned_refuses() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        assertRefused(generator::generateKeyPair);
    }

    @Test
    void otherEngine_oneFailed_serves(@TempDir Path other) throws Exception {
        Security.removeProvider(provider.getName());
        System.setProperty(WardkeyRuntime.FORCED_FAILURES, "Ed25519@libcrypto");
        WardkeyProvider half = TestHome.in(other).provider();
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519", half).generateKeyPair();
        Signature signature = Signature.getInstance("Ed25519", half);
        signature.initSign(pair.getPrivate());
        signature.update(new byte[1]);

        assertThat(signature.sign()).hasSize(64);
        assertThat(half.administration().report().selfTests())
                .containsEntry("Ed25519@libcrypto", false)
                .containsEntry("Ed25519@jdk", true);
    }
}

package org.wardkey.sdk.cli;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Signature;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Uses each family of algorithms once with plain keys: self-tests run at first use, so that a fresh
 * process has nothing to report otherwise. Touches no home.
 */
final class SelfTestProbe {
    private static final byte[] MESSAGE = new byte[32];

    private final Provider provider;

    private SelfTestProbe(Provider provider) {
        this.provider = provider;
    }

    /** One use of one family. */
    @FunctionalInterface
    private interface Use {
        void run() throws GeneralSecurityException;
    }

    static void run(Provider provider) {
        SelfTestProbe probe = new SelfTestProbe(provider);
        attempt(probe::secretKeys);
        attempt(() -> probe.signature("EC", "SHA256withECDSA"));
        attempt(() -> probe.signature("Ed25519", "Ed25519"));
        attempt(probe::agreement);
    }

    private static void attempt(Use use) {
        try {
            use.run();
        } catch (GeneralSecurityException | ProviderException e) {
            // A failed self-test shows in the report, with its name; that is what the probe is for.
            System.getLogger(SelfTestProbe.class.getName()).log(System.Logger.Level.DEBUG, "Probe refused", e);
        }
    }

    private void secretKeys() throws GeneralSecurityException {
        MessageDigest.getInstance("SHA-256", provider).digest(MESSAGE);
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(256);
        SecretKey key = generator.generateKey();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        cipher.doFinal(MESSAGE);
        Mac mac = Mac.getInstance("HmacSHA256", provider);
        mac.init(key);
        mac.doFinal(MESSAGE);
    }

    private void signature(String keyAlgorithm, String algorithm) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(keyAlgorithm, provider).generateKeyPair();
        Signature signer = Signature.getInstance(algorithm, provider);
        signer.initSign(pair.getPrivate());
        signer.update(MESSAGE);
        byte[] signature = signer.sign();
        signer.initVerify(pair.getPublic());
        signer.update(MESSAGE);
        if (!signer.verify(signature)) {
            throw new GeneralSecurityException("Expected " + algorithm + " to verify its own signature.");
        }
    }

    private void agreement() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("X25519", provider);
        KeyPair pair = generator.generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("X25519", provider);
        agreement.init(pair.getPrivate());
        agreement.doPhase(generator.generateKeyPair().getPublic(), true);
        agreement.generateSecret();
    }
}

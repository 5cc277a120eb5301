package org.wardkey.conformance.timing;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the timing laboratory measures, each with two classes of input that differ in what is secret and not in what comes out:
 * both are refused, or both give a signature or a key.
 */
public enum TimedPrimitive {
    /** The tag of AES-GCM: wrong in its first byte, or in its last. */
    TAG_COMPARE(4) {
        @Override
        Call prepare(Provider provider, boolean second) throws GeneralSecurityException {
            SecretKey key = new SecretKeySpec(random(32), "AES");
            GCMParameterSpec parameters = new GCMParameterSpec(128, random(12));
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
            cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
            byte[] sealed = cipher.doFinal(random(64));
            sealed[second ? sealed.length - 1 : sealed.length - 16] ^= 1;
            return () -> {
                cipher.init(Cipher.DECRYPT_MODE, key, parameters);
                return refused(cipher, sealed);
            };
        }
    },
    /** RSAES-OAEP, 2048 bits: encrypted for another label, or a number that decrypts to no padding at all. */
    RSA_UNWRAP(1) {
        @Override
        Call prepare(Provider provider, boolean second) throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", provider);
            cipher.init(Cipher.ENCRYPT_MODE, RsaKey.PAIR.getPublic(), oaep("another"));
            byte[] sealed = second ? random(256) : cipher.doFinal(random(32));
            sealed[0] = second ? 0 : sealed[0];
            cipher.init(Cipher.DECRYPT_MODE, RsaKey.PAIR.getPrivate(), oaep(""));
            return () -> refused(cipher, sealed);
        }
    },
    /** ECDSA on P-256: a private key whose upper half is zero, or any. */
    ECDSA_SIGN(1) {
        @Override
        Call prepare(Provider provider, boolean second) throws GeneralSecurityException {
            PrivateKey key = privateKey(second);
            Signature signature = Signature.getInstance("SHA256withECDSA", provider);
            byte[] message = random(32);
            return () -> {
                signature.initSign(key);
                signature.update(message);
                return signature.sign().length > 0;
            };
        }
    },
    /** A private key on P-256 out of its PKCS #8 encoding and into an engine: its upper half is zero, or any. */
    KEY_IMPORT(1) {
        @Override
        Call prepare(Provider provider, boolean second) throws GeneralSecurityException {
            PKCS8EncodedKeySpec encoded =
                    new PKCS8EncodedKeySpec(privateKey(second).getEncoded());
            KeyFactory factory = KeyFactory.getInstance("EC", provider);
            Signature signature = Signature.getInstance("SHA256withECDSA", provider);
            return () -> {
                signature.initSign(factory.generatePrivate(encoded));
                return true;
            };
        }
    };

    private static final SecureRandom RANDOM = new SecureRandom();

    private final int callsInSample;

    TimedPrimitive(int callsInSample) {
        this.callsInSample = callsInSample;
    }

    /** One call of the primitive. */
    @FunctionalInterface
    interface Call {
        /** Returns what keeps the call from being optimised away. */
        boolean run() throws GeneralSecurityException;
    }

    /**
     * Makes an input and what is called with it.
     *
     * @param provider whose primitive it is
     * @param second of which class
     */
    abstract Call prepare(Provider provider, boolean second) throws GeneralSecurityException;

    /** How many calls are timed at once: a short one is not longer than the clock's grain. */
    int callsInSample() {
        return callsInSample;
    }

    /** As it is written on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Finds one.
     *
     * @throws IllegalArgumentException when there is none of this name
     */
    public static TimedPrimitive named(String label) {
        return Arrays.stream(values())
                .filter(primitive -> primitive.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of "
                        + Arrays.stream(values()).map(TimedPrimitive::label).toList() + ", got " + label));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static boolean refused(Cipher cipher, byte[] sealed) throws GeneralSecurityException {
        try {
            return cipher.doFinal(sealed).length < 0;
        } catch (BadPaddingException e) {
            return true;
        }
    }

    private static OAEPParameterSpec oaep(String label) {
        return new OAEPParameterSpec(
                "SHA-256",
                "MGF1",
                MGF1ParameterSpec.SHA256,
                new PSource.PSpecified(label.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Made when it is needed: that takes long on some tiers. */
    private static final class RsaKey {
        private static final KeyPair PAIR = rsa();
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK makes RSA keys.", e);
        }
    }

    /** Both classes are made in the same way, so that the number alone is what differs. */
    private static PrivateKey privateKey(boolean any) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        ECPrivateKey random = (ECPrivateKey) generator.generateKeyPair().getPrivate();
        BigInteger number = any ? random.getS() : new BigInteger(128, RANDOM).setBit(0);
        return KeyFactory.getInstance("EC", "SunEC").generatePrivate(new ECPrivateKeySpec(number, random.getParams()));
    }
}

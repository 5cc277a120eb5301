package org.wardkey.tpm2.crypto;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;

/**
 * Primitives from the JDK's own providers, by name: what talks to a TPM must not route its digests through a provider that itself needs the
 * TPM. Where the administrator removed one of them, the installed order decides.
 */
public final class JdkCrypto {
    private JdkCrypto() {}

    private interface Factory<T> {
        T get(Provider provider) throws GeneralSecurityException;
    }

    private interface Fallback<T> {
        T get() throws GeneralSecurityException;
    }

    /** Returns a message digest. */
    public static MessageDigest digest(String algorithm) {
        return instance(
                "SUN",
                "MessageDigest",
                algorithm,
                p -> MessageDigest.getInstance(algorithm, p),
                () -> MessageDigest.getInstance(algorithm));
    }

    /** Returns a MAC. */
    public static Mac mac(String algorithm) {
        return instance(
                "SunJCE", "Mac", algorithm, p -> Mac.getInstance(algorithm, p), () -> Mac.getInstance(algorithm));
    }

    /** Returns a cipher of the JDK: {@code AES/CFB/NoPadding}, {@code RSA/ECB/OAEPPadding}. */
    public static Cipher cipher(String transformation) {
        String algorithm = transformation.substring(0, transformation.indexOf('/'));
        return instance(
                "SunJCE",
                "Cipher",
                algorithm,
                p -> Cipher.getInstance(transformation, p),
                () -> Cipher.getInstance(transformation));
    }

    /** Returns ECDH over prime curves. */
    public static KeyAgreement ecdh() {
        return instance(
                "SunEC",
                "KeyAgreement",
                "ECDH",
                p -> KeyAgreement.getInstance("ECDH", p),
                () -> KeyAgreement.getInstance("ECDH"));
    }

    /** Returns a generator of pairs over prime curves. */
    public static KeyPairGenerator ecGenerator() {
        return instance(
                "SunEC",
                "KeyPairGenerator",
                "EC",
                p -> KeyPairGenerator.getInstance("EC", p),
                () -> KeyPairGenerator.getInstance("EC"));
    }

    /** Returns a key factory, for {@code EC} or {@code RSA}. */
    public static KeyFactory keyFactory(String algorithm) {
        return instance(
                algorithm.equals("EC") ? "SunEC" : "SunRsaSign",
                "KeyFactory",
                algorithm,
                p -> KeyFactory.getInstance(algorithm, p),
                () -> KeyFactory.getInstance(algorithm));
    }

    /** Returns a verification: {@code SHA256withECDSA}, {@code SHA256withRSA}, {@code RSASSA-PSS} and the like. */
    public static Signature signature(String algorithm) {
        return instance(
                algorithm.endsWith("ECDSA") ? "SunEC" : "SunRsaSign",
                "Signature",
                algorithm,
                p -> Signature.getInstance(algorithm, p),
                () -> Signature.getInstance(algorithm));
    }

    /** Reads an X.509 certificate from its DER. */
    public static X509Certificate certificate(byte[] der) throws CertificateException {
        CertificateFactory factory = instance(
                "SUN",
                "CertificateFactory",
                "X.509",
                p -> CertificateFactory.getInstance("X.509", p),
                () -> CertificateFactory.getInstance("X.509"));
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    }

    /** Returns a builder of certification paths, PKIX. */
    public static CertPathBuilder certPathBuilder() {
        return instance(
                "SUN",
                "CertPathBuilder",
                "PKIX",
                p -> CertPathBuilder.getInstance("PKIX", p),
                () -> CertPathBuilder.getInstance("PKIX"));
    }

    private static <T> T instance(
            String name, String type, String algorithm, Factory<T> factory, Fallback<T> fallback) {
        try {
            Provider provider = Security.getProvider(name);
            boolean has = provider != null && provider.getService(type, algorithm) != null;
            return has ? factory.get(provider) : fallback.get();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("expected " + algorithm + " in this Java runtime, found none", e);
        }
    }
}

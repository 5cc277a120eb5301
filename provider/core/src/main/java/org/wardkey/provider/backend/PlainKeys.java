package org.wardkey.provider.backend;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Set;
import org.wardkey.provider.operation.KeyType;

/** Plain keys as objects of the JDK's classes, which every provider takes. */
public final class PlainKeys {
    private PlainKeys() {}

    /**
     * The JDK's key factory for a type.
     *
     * @param type an asymmetric type
     * @return the factory
     * @throws GeneralSecurityException if the type is none of key pairs
     */
    public static KeyFactory factory(KeyType type) throws GeneralSecurityException {
        JdkProviders provider = switch (type.kind()) {
            case RSA -> JdkProviders.SUN_RSA_SIGN;
            case EC, EDDSA, XDH -> JdkProviders.SUN_EC;
            case ML_DSA, ML_KEM, SLH_DSA -> providerOf(type.algorithm());
            case AES, AES_XTS, CHACHA20, HMAC, KMAC, PASSWORD ->
                throw new InvalidKeySpecException("Expected the type of a key pair, got " + type + ".");
        };
        return factory(type.algorithm(), provider);
    }

    /**
     * Decodes a public key.
     *
     * @param type its type
     * @param subjectPublicKeyInfo DER
     * @return the key
     * @throws GeneralSecurityException if the bytes are not such a key
     */
    public static PublicKey publicKey(KeyType type, byte[] subjectPublicKeyInfo) throws GeneralSecurityException {
        return factory(type).generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
    }

    /**
     * Decodes a private key.
     *
     * @param type its type
     * @param pkcs8 DER; kept by the caller
     * @return the key
     * @throws GeneralSecurityException if the bytes are not such a key
     */
    public static PrivateKey privateKey(KeyType type, byte[] pkcs8) throws GeneralSecurityException {
        if (!PostQuantumKeys.has(type)) {
            return factory(type).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        }
        byte[] readable = PostQuantumKeys.readable(type, pkcs8);
        try {
            return factory(type).generatePrivate(new PKCS8EncodedKeySpec(readable));
        } finally {
            Arrays.fill(readable, (byte) 0);
        }
    }

    /**
     * The size of a key.
     *
     * @param type its type
     * @param key a public or private key
     * @return bits
     */
    public static int sizeBits(KeyType type, java.security.Key key) {
        if (key instanceof RSAKey rsa) {
            return rsa.getModulus().bitLength();
        }
        return key instanceof ECKey ec ? ec.getParams().getOrder().bitLength() : type.sizeBits();
    }

    private static JdkProviders providerOf(String algorithm) {
        return switch (algorithm) {
            case "RSA", "RSASSA-PSS" -> JdkProviders.SUN_RSA_SIGN;
            case "GCM", "OAEP", "AES", "ChaCha20-Poly1305", "ML-KEM", "ML-KEM-512", "ML-KEM-768", "ML-KEM-1024" ->
                JdkProviders.SUN_JCE;
            case "HSS/LMS" -> JdkProviders.SUN;
            // ML-DSA and, should a JDK come to have it, SLH-DSA.
            default -> PostQuantumKeys.named(algorithm).isEmpty() ? JdkProviders.SUN_EC : JdkProviders.SUN;
        };
    }

    /**
     * The JDK's key factory for an algorithm.
     *
     * @param algorithm the JCA's name
     * @return a new object; for SLH-DSA, and for ML-KEM and ML-DSA before JDK 24, one of our own
     * @throws NoSuchAlgorithmException if there is none
     */
    public static KeyFactory factory(String algorithm) throws NoSuchAlgorithmException {
        return factory(algorithm, providerOf(algorithm));
    }

    /**
     * Tells whether the JDK has classes for keys of a type.
     *
     * @param type a type of key pairs
     * @return false for SLH-DSA, and for ML-KEM and ML-DSA before JDK 24
     */
    public static boolean isOfJdk(KeyType type) {
        return providerOf(type.algorithm()).provider().getService("KeyFactory", type.algorithm()) != null;
    }

    private static KeyFactory factory(String algorithm, JdkProviders jdk) throws NoSuchAlgorithmException {
        Provider provider = jdk.provider();
        Set<KeyType> sets = PostQuantumKeys.named(algorithm);
        return sets.isEmpty() || provider.getService("KeyFactory", algorithm) != null
                ? KeyFactory.getInstance(algorithm, provider)
                : PostQuantumKeyFactory.of(algorithm, sets, provider);
    }

    /**
     * The JDK's key pair generator for an algorithm.
     *
     * @param algorithm the JCA's name
     * @return a new object
     * @throws NoSuchAlgorithmException if there is none
     */
    public static KeyPairGenerator generator(String algorithm) throws NoSuchAlgorithmException {
        return KeyPairGenerator.getInstance(algorithm, providerOf(algorithm).provider());
    }

    /**
     * The JDK's parameters object for an algorithm.
     *
     * @param algorithm the JCA's name
     * @return a new object
     * @throws NoSuchAlgorithmException if there is none
     */
    public static AlgorithmParameters parameters(String algorithm) throws NoSuchAlgorithmException {
        return AlgorithmParameters.getInstance(algorithm, providerOf(algorithm).provider());
    }
}

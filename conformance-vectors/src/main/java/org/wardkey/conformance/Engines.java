package org.wardkey.conformance;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.NoSuchPaddingException;

/**
 * The engine objects of one provider: new ones, or those that earlier tests used. Not thread-safe.
 *
 * <p>Engines always come from the provider. Key factories and curve parameters come from it when it has them, else
 * from the platform: SunJCE, for example, decrypts OAEP with keys that only SunRsaSign can decode.
 */
final class Engines {
    private final Provider provider;
    private final Map<String, Object> used = new HashMap<>();
    private final Map<String, KeyPair> generated = new HashMap<>();

    Engines(Provider provider) {
        this.provider = provider;
    }

    /** Looks an engine up by name. */
    @FunctionalInterface
    private interface Lookup<T> {
        T get(String algorithm, Provider provider) throws GeneralSecurityException;
    }

    Provider provider() {
        return provider;
    }

    /** Why a service is outside; empty when the provider lists it. */
    Optional<String> missing(String type, String algorithm) {
        boolean offered =
                type.equals("Cipher") ? offersCipher(algorithm) : provider.getService(type, algorithm) != null;
        return offered ? Optional.empty() : Optional.of(provider.getName() + " has no " + type + " " + algorithm);
    }

    private boolean offersCipher(String transformation) {
        return provider instanceof ProviderGroup group
                ? group.members().stream().anyMatch(member -> offersCipher(member, transformation))
                : offersCipher(provider, transformation);
    }

    private static boolean offersCipher(Provider one, String transformation) {
        try {
            Cipher.getInstance(transformation, one);
            return true;
        } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
            return false;
        }
    }

    /**
     * A new cipher. Members of a group are asked in turn, since a provider that lists {@code AES} need not have every
     * mode of it.
     */
    Cipher newCipher(String transformation) throws NoSuchAlgorithmException, NoSuchPaddingException {
        if (provider instanceof ProviderGroup group) {
            for (Provider member : group.members()) {
                if (offersCipher(member, transformation)) {
                    return Cipher.getInstance(transformation, member);
                }
            }
        }
        return Cipher.getInstance(transformation, provider);
    }

    Signature signature(String algorithm, CallPattern pattern) throws GeneralSecurityException {
        return engine(Signature.class, algorithm, pattern, Signature::getInstance);
    }

    Cipher cipher(String transformation, CallPattern pattern) throws GeneralSecurityException {
        return engine(Cipher.class, transformation, pattern, (name, ignored) -> newCipher(name));
    }

    Mac mac(String algorithm, CallPattern pattern) throws GeneralSecurityException {
        return engine(Mac.class, algorithm, pattern, Mac::getInstance);
    }

    MessageDigest digest(String algorithm, CallPattern pattern) throws GeneralSecurityException {
        return engine(MessageDigest.class, algorithm, pattern, MessageDigest::getInstance);
    }

    KeyAgreement agreement(String algorithm, CallPattern pattern) throws GeneralSecurityException {
        return engine(KeyAgreement.class, algorithm, pattern, KeyAgreement::getInstance);
    }

    private <T> T engine(Class<T> type, String algorithm, CallPattern pattern, Lookup<T> lookup)
            throws GeneralSecurityException {
        if (!pattern.reused()) {
            return lookup.get(algorithm, provider);
        }
        String name = type.getSimpleName() + "." + algorithm;
        Object engine = used.get(name);
        if (engine == null) {
            engine = lookup.get(algorithm, provider);
            used.put(name, engine);
        }
        return type.cast(engine);
    }

    KeyFactory keyFactory(String algorithm) throws GeneralSecurityException {
        return provider.getService("KeyFactory", algorithm) == null
                ? KeyFactory.getInstance(algorithm)
                : KeyFactory.getInstance(algorithm, provider);
    }

    CertificateFactory certificates() throws GeneralSecurityException {
        return provider.getService("CertificateFactory", "X.509") == null
                ? CertificateFactory.getInstance("X.509")
                : CertificateFactory.getInstance("X.509", provider);
    }

    PublicKey publicKey(String algorithm, byte[] subjectPublicKeyInfo) throws GeneralSecurityException {
        return keyFactory(algorithm).generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
    }

    PrivateKey privateKey(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return keyFactory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    ECParameterSpec curve(String name) throws GeneralSecurityException {
        AlgorithmParameters parameters = provider.getService("AlgorithmParameters", "EC") == null
                ? AlgorithmParameters.getInstance("EC")
                : AlgorithmParameters.getInstance("EC", provider);
        parameters.init(new ECGenParameterSpec(Names.secCurve(name)));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    /** A key pair of this curve ({@code P-256}, {@code Ed25519}, {@code Ed448}, {@code X25519}, {@code X448}), made once and kept. */
    KeyPair curveKeyPair(String curve) throws GeneralSecurityException {
        KeyPair kept = generated.get(curve);
        KeyPair pair = kept == null ? newCurveKeyPair(curve) : kept;
        generated.put(curve, pair);
        return pair;
    }

    /** The same, made anew. */
    KeyPair newCurveKeyPair(String curve) throws GeneralSecurityException {
        boolean edwards = curve.startsWith("Ed") || curve.startsWith("X");
        KeyPairGenerator generator = generator(edwards ? curve : "EC");
        if (!edwards) {
            generator.initialize(new ECGenParameterSpec(Names.secCurve(curve)));
        }
        return generator.generateKeyPair();
    }

    /** An RSA key pair of this modulus size, made once and kept: generating one takes seconds. */
    KeyPair rsaKeyPair(int bits) throws GeneralSecurityException {
        KeyPair kept = generated.get("RSA-" + bits);
        KeyPair pair = kept == null ? newRsaKeyPair(bits) : kept;
        generated.put("RSA-" + bits, pair);
        return pair;
    }

    /** The same, made anew. */
    KeyPair newRsaKeyPair(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = generator("RSA");
        generator.initialize(new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
        return generator.generateKeyPair();
    }

    /** A key pair of these parameters, made once and kept under a name. */
    KeyPair keyPair(String algorithm, String name, AlgorithmParameterSpec parameters) throws GeneralSecurityException {
        KeyPair kept = generated.get(algorithm + " " + name);
        KeyPair pair = kept == null ? newKeyPair(algorithm, parameters) : kept;
        generated.put(algorithm + " " + name, pair);
        return pair;
    }

    /** The same, made anew. */
    KeyPair newKeyPair(String algorithm, AlgorithmParameterSpec parameters) throws GeneralSecurityException {
        KeyPairGenerator generator = generator(algorithm);
        generator.initialize(parameters);
        return generator.generateKeyPair();
    }

    /** A key pair of a named parameter set, from given randomness. */
    KeyPair keyPair(String parameterSet, SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = generator(parameterSet);
        generator.initialize(new NamedParameterSpec(parameterSet), random);
        return generator.generateKeyPair();
    }

    private KeyPairGenerator generator(String algorithm) throws GeneralSecurityException {
        return provider.getService("KeyPairGenerator", algorithm) == null
                ? KeyPairGenerator.getInstance(algorithm)
                : KeyPairGenerator.getInstance(algorithm, provider);
    }
}

package org.wardkey.provider.operation;

import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.XECKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * A kind of key: algorithm and, where it has one, curve.
 *
 * <p>Source: SP 800-186 (curves), FIPS 197 (AES), FIPS 198-1 (HMAC), FIPS 203 table 3 (ML-KEM), FIPS 204 table 2 (ML-DSA),
 * RFC 8017 (RSA).
 */
public enum KeyType {
    /** EC on P-256. */
    EC_P256("EC", "secp256r1", 256, true),
    /** EC on P-384. */
    EC_P384("EC", "secp384r1", 384, true),
    /** EC on P-521. */
    EC_P521("EC", "secp521r1", 521, true),
    /** RSA, 2048 to 16384 bits. */
    RSA("RSA", "", 0, true),
    /** Ed25519. */
    ED25519("EdDSA", "Ed25519", 255, true),
    /** Ed448. */
    ED448("EdDSA", "Ed448", 448, true),
    /** X25519. */
    X25519("XDH", "X25519", 255, true),
    /** X448. */
    X448("XDH", "X448", 448, true),
    /** ML-DSA-44; its size is that of the public key. */
    ML_DSA_44("ML-DSA", "ML-DSA-44", 10496, true),
    /** ML-DSA-65; its size is that of the public key. */
    ML_DSA_65("ML-DSA", "ML-DSA-65", 15616, true),
    /** ML-DSA-87; its size is that of the public key. */
    ML_DSA_87("ML-DSA", "ML-DSA-87", 20736, true),
    /** ML-KEM-512; its size is that of the public key. */
    ML_KEM_512("ML-KEM", "ML-KEM-512", 6400, true),
    /** ML-KEM-768; its size is that of the public key. */
    ML_KEM_768("ML-KEM", "ML-KEM-768", 9472, true),
    /** ML-KEM-1024; its size is that of the public key. */
    ML_KEM_1024("ML-KEM", "ML-KEM-1024", 12544, true),
    /** AES, 128, 192 or 256 bits. */
    AES("AES", "", 0, false),
    /**
     * AES for XTS: two keys of the same size behind one another, 256 or 512 bits together. A type of its own, since 256
     * bits of AES are one key for every other mode, and a key that encrypts tweaks is not to serve elsewhere. A plain key
     * whose label is {@code AES} is of type {@link #AES}, whatever its length.
     */
    AES_XTS("AES-XTS", "", 0, false),
    /** ChaCha20, 256 bits. Source: RFC 8439 §2.3. */
    CHACHA20("ChaCha20", "", 256, false),
    /** A key for HMAC of any length. */
    HMAC("Hmac", "", 0, false),
    /** A key for KMAC128 and KMAC256; OpenSSL takes 4 to 512 bytes. Source: SP 800-185 §8.4.1. */
    KMAC("KMAC", "", 0, false);

    private final String algorithm;
    private final String curve;
    private final int sizeBits;
    private final boolean asymmetric;

    KeyType(String algorithm, String curve, int sizeBits, boolean asymmetric) {
        this.algorithm = algorithm;
        this.curve = curve;
        this.sizeBits = sizeBits;
        this.asymmetric = asymmetric;
    }

    /**
     * @return the JCA's name of the key algorithm: {@code EC}, {@code RSA}, {@code EdDSA}, {@code XDH}, {@code ML-DSA},
     *     {@code ML-KEM}, {@code AES}, {@code ChaCha20}, {@code KMAC}
     */
    public String algorithm() {
        return algorithm;
    }

    /** @return the JCA's name of the curve or parameter set; empty where there is none */
    public String curve() {
        return curve;
    }

    /** @return the size that the type fixes, in bits; 0 where keys differ in size */
    public int sizeBits() {
        return sizeBits;
    }

    /** @return whether keys of this type are pairs */
    public boolean asymmetric() {
        return asymmetric;
    }

    /**
     * Finds the type of a key from its interfaces and parameters; encodings are not looked at.
     *
     * @param key any key
     * @return its type, if it is one of ours
     */
    public static Optional<KeyType> of(Key key) {
        if (key instanceof WardkeyKey managed) {
            return Optional.of(managed.type());
        }
        if (key instanceof ECKey ec) {
            return ofCurve(ec.getParams());
        }
        if (key instanceof RSAKey) {
            return Optional.of(RSA);
        }
        if (key instanceof EdECKey ed) {
            return named(ed.getParams(), ED25519, ED448);
        }
        if (key instanceof XECKey xec) {
            return xec.getParams() instanceof NamedParameterSpec named ? named(named, X25519, X448) : Optional.empty();
        }
        if (key instanceof SecretKey) {
            return ofSecret(key.getAlgorithm());
        }
        return ParameterSets.of(key)
                .flatMap(name -> named(name, ML_DSA_44, ML_DSA_65, ML_DSA_87, ML_KEM_512, ML_KEM_768, ML_KEM_1024));
    }

    /**
     * Finds the type of a key whose curve or parameter set has a name.
     *
     * @param parameters what a key or a generator says
     * @param among the types that it can be
     * @return the type, if it is one of them
     */
    public static Optional<KeyType> named(NamedParameterSpec parameters, KeyType... among) {
        return named(parameters.getName(), among);
    }

    private static Optional<KeyType> named(String name, KeyType... among) {
        return Arrays.stream(among)
                .filter(type -> type.curve.equalsIgnoreCase(name))
                .findFirst();
    }

    /** @return whether it is a parameter set of ML-KEM */
    public boolean isMlKem() {
        return this == ML_KEM_512 || this == ML_KEM_768 || this == ML_KEM_1024;
    }

    /** @return whether it is a parameter set of ML-DSA */
    public boolean isMlDsa() {
        return this == ML_DSA_44 || this == ML_DSA_65 || this == ML_DSA_87;
    }

    private static Optional<KeyType> ofSecret(String algorithm) {
        String name = algorithm.toUpperCase(Locale.ROOT);
        return switch (name) {
            case "AES" -> Optional.of(AES);
            case "AES-XTS" -> Optional.of(AES_XTS);
            case "CHACHA20", "CHACHA20-POLY1305" -> Optional.of(CHACHA20);
            case "KMAC128", "KMAC256" -> Optional.of(KMAC);
            default -> name.startsWith("HMAC") ? Optional.of(HMAC) : Optional.empty();
        };
    }

    /**
     * Finds the type of an EC key from its curve.
     *
     * @param curve the domain parameters; null for a key without them, as the JCA allows
     * @return P-256, P-384 or P-521
     */
    public static Optional<KeyType> ofCurve(@org.jspecify.annotations.Nullable ECParameterSpec curve) {
        if (curve == null) {
            return Optional.empty();
        }
        for (KeyType type : new KeyType[] {EC_P256, EC_P384, EC_P521}) {
            if (NistCurves.isCurve(curve, type)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}

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
import org.wardkey.provider.operation.Mechanism.Family;

/**
 * A kind of key: algorithm and, where it has one, curve.
 *
 * <p>Source: SP 800-186 (curves), FIPS 197 (AES), FIPS 198-1 (HMAC), FIPS 203 table 3 (ML-KEM), FIPS 204 table 2 (ML-DSA),
 * FIPS 205 table 2 (SLH-DSA), RFC 8017 (RSA).
 */
public enum KeyType {
    /** EC on P-256. */
    EC_P256(Kind.EC, "secp256r1", 256),
    /** EC on P-384. */
    EC_P384(Kind.EC, "secp384r1", 384),
    /** EC on P-521. */
    EC_P521(Kind.EC, "secp521r1", 521),
    /** RSA, 2048 to 16384 bits. */
    RSA(Kind.RSA, "", 0),
    /** Ed25519. */
    ED25519(Kind.EDDSA, "Ed25519", 255),
    /** Ed448. */
    ED448(Kind.EDDSA, "Ed448", 448),
    /** X25519. */
    X25519(Kind.XDH, "X25519", 255),
    /** X448. */
    X448(Kind.XDH, "X448", 448),
    /** ML-DSA-44; its size is that of the public key. */
    ML_DSA_44(Kind.ML_DSA, "ML-DSA-44", 10496),
    /** ML-DSA-65; its size is that of the public key. */
    ML_DSA_65(Kind.ML_DSA, "ML-DSA-65", 15616),
    /** ML-DSA-87; its size is that of the public key. */
    ML_DSA_87(Kind.ML_DSA, "ML-DSA-87", 20736),
    /** ML-KEM-512; its size is that of the public key. */
    ML_KEM_512(Kind.ML_KEM, "ML-KEM-512", 6400),
    /** ML-KEM-768; its size is that of the public key. */
    ML_KEM_768(Kind.ML_KEM, "ML-KEM-768", 9472),
    /** ML-KEM-1024; its size is that of the public key. */
    ML_KEM_1024(Kind.ML_KEM, "ML-KEM-1024", 12544),
    /** SLH-DSA-SHA2-128s; its size is that of the public key. */
    SLH_DSA_SHA2_128S(Kind.SLH_DSA, "SLH-DSA-SHA2-128s", 256),
    /** SLH-DSA-SHA2-128f; its size is that of the public key. */
    SLH_DSA_SHA2_128F(Kind.SLH_DSA, "SLH-DSA-SHA2-128f", 256),
    /** SLH-DSA-SHA2-192s; its size is that of the public key. */
    SLH_DSA_SHA2_192S(Kind.SLH_DSA, "SLH-DSA-SHA2-192s", 384),
    /** SLH-DSA-SHA2-192f; its size is that of the public key. */
    SLH_DSA_SHA2_192F(Kind.SLH_DSA, "SLH-DSA-SHA2-192f", 384),
    /** SLH-DSA-SHA2-256s; its size is that of the public key. */
    SLH_DSA_SHA2_256S(Kind.SLH_DSA, "SLH-DSA-SHA2-256s", 512),
    /** SLH-DSA-SHA2-256f; its size is that of the public key. */
    SLH_DSA_SHA2_256F(Kind.SLH_DSA, "SLH-DSA-SHA2-256f", 512),
    /** SLH-DSA-SHAKE-128s; its size is that of the public key. */
    SLH_DSA_SHAKE_128S(Kind.SLH_DSA, "SLH-DSA-SHAKE-128s", 256),
    /** SLH-DSA-SHAKE-128f; its size is that of the public key. */
    SLH_DSA_SHAKE_128F(Kind.SLH_DSA, "SLH-DSA-SHAKE-128f", 256),
    /** SLH-DSA-SHAKE-192s; its size is that of the public key. */
    SLH_DSA_SHAKE_192S(Kind.SLH_DSA, "SLH-DSA-SHAKE-192s", 384),
    /** SLH-DSA-SHAKE-192f; its size is that of the public key. */
    SLH_DSA_SHAKE_192F(Kind.SLH_DSA, "SLH-DSA-SHAKE-192f", 384),
    /** SLH-DSA-SHAKE-256s; its size is that of the public key. */
    SLH_DSA_SHAKE_256S(Kind.SLH_DSA, "SLH-DSA-SHAKE-256s", 512),
    /** SLH-DSA-SHAKE-256f; its size is that of the public key. */
    SLH_DSA_SHAKE_256F(Kind.SLH_DSA, "SLH-DSA-SHAKE-256f", 512),
    /** AES, 128, 192 or 256 bits. */
    AES(Kind.AES, "", 0),
    /**
     * AES for XTS: two keys of the same size behind one another, 256 or 512 bits together. A type of its own, since 256
     * bits of AES are one key for every other mode, and a key that encrypts tweaks is not to serve elsewhere. A plain key
     * whose label is {@code AES} is of type {@link #AES}, whatever its length.
     */
    AES_XTS(Kind.AES_XTS, "", 0),
    /** ChaCha20, 256 bits. Source: RFC 8439 §2.3. */
    CHACHA20(Kind.CHACHA20, "", 256),
    /** A key for HMAC of any length. */
    HMAC(Kind.HMAC, "", 0),
    /** A key for KMAC128 and KMAC256; OpenSSL takes 4 to 512 bytes. Source: SP 800-185 §8.4.1. */
    KMAC(Kind.KMAC, "", 0),
    /** A password that programs read back, as {@code keytool -importpass} stores it. It is for no algorithm, and no engine uses it. */
    PASSWORD(Kind.PASSWORD, "", 0);

    /** The algorithms that keys are for. */
    public enum Kind {
        /** EC. */
        EC("EC", true),
        /** RSA. */
        RSA("RSA", true),
        /** EdDSA. */
        EDDSA("EdDSA", true),
        /** X25519 and X448. */
        XDH("XDH", true),
        /** ML-DSA. */
        ML_DSA("ML-DSA", true),
        /** ML-KEM. */
        ML_KEM("ML-KEM", true),
        /** SLH-DSA. */
        SLH_DSA("SLH-DSA", true),
        /** AES. */
        AES("AES", false),
        /** AES for XTS. */
        AES_XTS("AES-XTS", false),
        /** ChaCha20. */
        CHACHA20("ChaCha20", false),
        /** HMAC. */
        HMAC("Hmac", false),
        /** KMAC. */
        KMAC("KMAC", false),
        /** A password. */
        PASSWORD("PBE", false);

        private final String algorithm;
        private final boolean asymmetric;

        Kind(String algorithm, boolean asymmetric) {
            this.algorithm = algorithm;
            this.asymmetric = asymmetric;
        }

        /** @return the types of this kind, in the order of their strength */
        public KeyType[] types() {
            return Arrays.stream(KeyType.values())
                    .filter(type -> type.kind == this)
                    .toArray(KeyType[]::new);
        }
    }

    private final Kind kind;
    private final String curve;
    private final int sizeBits;

    KeyType(Kind kind, String curve, int sizeBits) {
        this.kind = kind;
        this.curve = curve;
        this.sizeBits = sizeBits;
    }

    /** @return the algorithm that it is a key for */
    public Kind kind() {
        return kind;
    }

    /**
     * @return the JCA's name of the key algorithm: {@code EC}, {@code RSA}, {@code EdDSA}, {@code XDH}, {@code ML-DSA},
     *     {@code ML-KEM}, {@code SLH-DSA}, {@code AES}, {@code ChaCha20}, {@code KMAC}, {@code PBE}
     */
    public String algorithm() {
        return kind.algorithm;
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
        return kind.asymmetric;
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
                .flatMap(name -> Arrays.stream(values())
                        .filter(type -> type.curve.equalsIgnoreCase(name) && type.isPostQuantum(key))
                        .findFirst());
    }

    /** Whether a key's own name is that of this parameter set, or of its algorithm. */
    private boolean isPostQuantum(Key key) {
        return (kind() == Kind.ML_DSA || kind() == Kind.ML_KEM || kind() == Kind.SLH_DSA)
                && (curve.equalsIgnoreCase(key.getAlgorithm()) || algorithm().equalsIgnoreCase(key.getAlgorithm()));
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

    /**
     * @return the family whose engine makes keys of this type: the only one that they are for, where there is one alone
     * @throws IllegalStateException if no engine has such keys: {@link #PASSWORD}
     */
    public Family family() {
        return switch (kind) {
            case EC -> Family.ECDSA;
            case RSA -> Family.RSA_PKCS1;
            case EDDSA, XDH, ML_DSA, ML_KEM -> Family.valueOf(name());
            case SLH_DSA -> Family.SLH_DSA;
            case AES -> Family.AES_GCM;
            case AES_XTS -> Family.AES_XTS;
            case CHACHA20 -> Family.CHACHA20_POLY1305;
            case HMAC -> Family.HMAC;
            case KMAC -> Family.KMAC256;
            case PASSWORD -> throw new IllegalStateException("Expected a key that an engine uses, got a password.");
        };
    }

    /** @return whether it is a parameter set of ML-KEM */
    public boolean isMlKem() {
        return kind == Kind.ML_KEM;
    }

    /** @return whether it is a parameter set of ML-DSA */
    public boolean isMlDsa() {
        return kind == Kind.ML_DSA;
    }

    private static Optional<KeyType> ofSecret(String algorithm) {
        String name = algorithm.toUpperCase(Locale.ROOT);
        return switch (name) {
            case "AES" -> Optional.of(AES);
            case "AES-XTS" -> Optional.of(AES_XTS);
            case "CHACHA20", "CHACHA20-POLY1305" -> Optional.of(CHACHA20);
            case "KMAC128", "KMAC256" -> Optional.of(KMAC);
            default ->
                name.startsWith("HMAC")
                        ? Optional.of(HMAC)
                        : Optional.of(PASSWORD).filter(type -> name.startsWith(type.algorithm()));
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

package org.wardkey.provider.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.Mechanism.Family;

/**
 * Algorithms that a policy can name: Wardkey's own, and those that it only knows to deny in the JVM or
 * to list for the day when it has them. Hash functions for signatures are named by {@code digest}.
 */
public enum AlgorithmName {
    /** AES-GCM. */
    AES_GCM("AES-GCM", Family.AES_GCM, List.of("AES_128_GCM", "AES_256_GCM"), ServiceNames.aesNoPadding("GCM")),
    /** AES key wrap. */
    AES_KW("AES-KW", Family.AES_KW, List.of(), ServiceNames.aesWrap("KW", "NoPadding", "PKCS5Padding")),
    /** AES key wrap with padding. */
    AES_KWP("AES-KWP", Family.AES_KWP, List.of(), ServiceNames.aesWrap("KWP", "NoPadding")),
    /** HMAC. */
    HMAC("HMAC", Family.HMAC, List.of(), List.of()),
    /** PBKDF2. */
    PBKDF2("PBKDF2", Family.PBKDF2, List.of(), ServiceNames.pbkdf2()),
    /** ECDSA. */
    ECDSA(
            "ECDSA",
            Family.ECDSA,
            List.of("ECDSA"),
            ServiceNames.all(ServiceNames.signatures("ECDSA"), ServiceNames.deterministicEcdsa())),
    /** Elliptic-curve Diffie-Hellman. */
    ECDH("ECDH", Family.ECDH, List.of("ECDH", "ECDHE"), List.of("KeyAgreement.ECDH")),
    /** RSA signatures of PKCS #1 v1.5. */
    RSASSA_PKCS1(
            "RSASSA-PKCS1-v1_5",
            Family.RSA_PKCS1,
            List.of("SHA1withRSA", "SHA224withRSA", "SHA256withRSA", "SHA384withRSA", "SHA512withRSA"),
            ServiceNames.signatures("RSA", "MD2", "MD5", "MD5andSHA1")),
    /** RSA signatures with PSS. */
    RSASSA_PSS(
            "RSASSA-PSS",
            Family.RSA_PSS,
            List.of("RSASSA-PSS"),
            ServiceNames.all(ServiceNames.signatures("RSASSA-PSS"), "Signature.RSASSA-PSS")),
    /** RSA encryption with OAEP. */
    RSAES_OAEP("RSAES-OAEP", Family.RSA_OAEP, List.of(), List.of("Cipher.RSA/ECB/OAEPPadding")),
    /** Ed25519. */
    ED25519(
            "Ed25519",
            Family.ED25519,
            List.of("Ed25519"),
            List.of("Signature.Ed25519", ServiceNames.of("Signature.EdDSA", "Ed25519"))),
    /** X25519. */
    X25519(
            "X25519",
            Family.X25519,
            List.of("x25519"),
            List.of("KeyAgreement.X25519", ServiceNames.of("KeyAgreement.XDH", "X25519"))),
    /** RSA encryption of PKCS #1 v1.5. */
    RSAES_PKCS1("RSAES-PKCS1-v1_5", null, List.of(), List.of("Cipher.RSA/ECB/PKCS1Padding", ServiceNames.alone("RSA"))),
    /** AES-CMAC. */
    AES_CMAC("AES-CMAC", Family.AES_CMAC, List.of(), List.of()),
    /** AES-GMAC. */
    AES_GMAC("AES-GMAC", Family.AES_GMAC, List.of(), List.of()),
    /** KMAC128. */
    KMAC128("KMAC128", Family.KMAC128, List.of(), List.of()),
    /** KMAC256. */
    KMAC256("KMAC256", Family.KMAC256, List.of(), List.of()),
    /** AES in CBC mode. */
    AES_CBC(
            "AES-CBC",
            Family.AES_CBC,
            List.of("AES_128_CBC", "AES_256_CBC"),
            ServiceNames.all(
                    ServiceNames.aes("CBC"), ServiceNames.passwordBasedAes().toArray(new String[0]))),
    /** AES in ECB mode. */
    AES_ECB("AES-ECB", Family.AES_ECB, List.of(), ServiceNames.all(ServiceNames.aes("ECB"), ServiceNames.alone("AES"))),
    /** AES in CTR mode. */
    AES_CTR("AES-CTR", Family.AES_CTR, List.of(), ServiceNames.aes("CTR")),
    /** AES-CCM. */
    AES_CCM("AES-CCM", Family.AES_CCM, List.of("AES_128_CCM", "AES_256_CCM"), ServiceNames.aesNoPadding("CCM")),
    /** AES-XTS. */
    AES_XTS("AES-XTS", Family.AES_XTS, List.of(), List.of("Cipher.AES/XTS/NoPadding")),
    /** ChaCha20-Poly1305. */
    CHACHA20_POLY1305(
            "ChaCha20-Poly1305",
            Family.CHACHA20_POLY1305,
            List.of("CHACHA20_POLY1305"),
            List.of("Cipher.ChaCha20-Poly1305")),
    /** Triple DES. */
    TDEA(
            "TDEA",
            null,
            List.of("3DES_EDE_CBC", "DESede"),
            ServiceNames.blockCipher(
                    List.of("DESede", "TripleDES"), "DESedeWrap", "PBEWithSHA1AndDESede", "PBEWithMD5AndTripleDES")),
    /** DES. */
    DES("DES", null, List.of("DES", "DES40_CBC"), ServiceNames.blockCipher(List.of("DES"), "PBEWithMD5AndDES")),
    /** RC4. */
    RC4(
            "RC4",
            null,
            List.of("RC4", "RC4_40", "RC4_128"),
            ServiceNames.ciphers(
                    "ARCFOUR", "RC4", "ARCFOUR/ECB/NoPadding", "PBEWithSHA1AndRC4_40", "PBEWithSHA1AndRC4_128")),
    /** RC2. */
    RC2(
            "RC2",
            null,
            List.of("RC2"),
            ServiceNames.blockCipher(List.of("RC2"), "PBEWithSHA1AndRC2_40", "PBEWithSHA1AndRC2_128")),
    /** Blowfish. */
    BLOWFISH("Blowfish", null, List.of("Blowfish"), ServiceNames.blockCipher(List.of("Blowfish"))),
    /** DSA. */
    DSA("DSA", null, List.of("DSA"), ServiceNames.signatures("DSA")),
    /** Finite-field Diffie-Hellman. */
    DH("DH", null, List.of("DH", "DHE"), List.of("KeyAgreement.DiffieHellman")),
    /** Ed448. */
    ED448(
            "Ed448",
            Family.ED448,
            List.of("Ed448"),
            List.of("Signature.Ed448", ServiceNames.of("Signature.EdDSA", "Ed448"))),
    /** X448. */
    X448(
            "X448",
            Family.X448,
            List.of("x448"),
            List.of("KeyAgreement.X448", ServiceNames.of("KeyAgreement.XDH", "X448"))),
    /** MD2, in whatever it is used for. */
    MD2("MD2", null, List.of("MD2"), List.of("Signature.MD2withRSA")),
    /** MD5, in signatures. */
    MD5("MD5", null, List.of("MD5"), List.of("Signature.MD5withRSA")),
    /** ML-KEM-512. */
    ML_KEM_512("ML-KEM-512", Family.ML_KEM_512, List.of("ML-KEM-512"), List.of()),
    /** ML-KEM-768. */
    ML_KEM_768("ML-KEM-768", Family.ML_KEM_768, List.of("ML-KEM-768"), List.of()),
    /** ML-KEM-1024. */
    ML_KEM_1024("ML-KEM-1024", Family.ML_KEM_1024, List.of("ML-KEM-1024"), List.of()),
    /** ML-DSA-44. */
    ML_DSA_44(
            "ML-DSA-44",
            Family.ML_DSA_44,
            List.of("ML-DSA-44"),
            List.of("Signature.ML-DSA-44", ServiceNames.of("Signature.ML-DSA", "ML-DSA-44"))),
    /** ML-DSA-65. */
    ML_DSA_65(
            "ML-DSA-65",
            Family.ML_DSA_65,
            List.of("ML-DSA-65"),
            List.of("Signature.ML-DSA-65", ServiceNames.of("Signature.ML-DSA", "ML-DSA-65"))),
    /** ML-DSA-87. */
    ML_DSA_87(
            "ML-DSA-87",
            Family.ML_DSA_87,
            List.of("ML-DSA-87"),
            List.of("Signature.ML-DSA-87", ServiceNames.of("Signature.ML-DSA", "ML-DSA-87"))),
    /** SLH-DSA. */
    SLH_DSA("SLH-DSA", Family.SLH_DSA, ServiceNames.slhDsa(), ServiceNames.signed(ServiceNames.slhDsa())),
    /** LMS and HSS. */
    LMS("LMS", Family.LMS, List.of("HSS/LMS"), List.of("Signature.HSS/LMS")),
    /** XMSS and XMSS^MT. */
    XMSS("XMSS", null, List.of("XMSS"), List.of());

    private final String standardName;
    private final @Nullable Family family;
    /** Separated by commas: an enum holds nothing that could change. */
    private final String constraintNames;

    private final String serviceNames;

    AlgorithmName(
            String standardName, @Nullable Family family, List<String> constraintNames, List<String> serviceNames) {
        this.standardName = standardName;
        this.family = family;
        this.constraintNames = String.join(",", constraintNames);
        this.serviceNames = String.join(",", serviceNames);
    }

    /** @return the standard's name, which the language uses; case does not matter there */
    public String standardName() {
        return standardName;
    }

    /** @return the mechanisms' family, if Wardkey has the algorithm */
    public Optional<Family> family() {
        return Optional.ofNullable(family);
    }

    /** The names in {@code jdk.tls.disabledAlgorithms} and its like. */
    List<String> constraintNames() {
        return split(constraintNames);
    }

    /** The names of its services: see {@link ServiceNames}. */
    List<String> serviceNames() {
        return split(serviceNames);
    }

    private static List<String> split(String names) {
        return names.isEmpty() ? List.of() : List.of(names.split(",", -1));
    }

    /** To a policy deterministic ECDSA is ECDSA: keys, signatures and their verification are the same. */
    static Optional<AlgorithmName> of(Family named) {
        Family family = named == Family.DET_ECDSA ? Family.ECDSA : named;
        return Arrays.stream(values()).filter(name -> name.family == family).findFirst();
    }
}

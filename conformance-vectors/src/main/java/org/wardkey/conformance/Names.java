package org.wardkey.conformance;

import java.util.Map;

/** Translates the names of Wycheproof and ACVP to the JCA's. */
final class Names {
    private static final Map<String, String> CURVES = Map.ofEntries(
            Map.entry("secp256r1", "P-256"),
            Map.entry("secp384r1", "P-384"),
            Map.entry("secp521r1", "P-521"),
            Map.entry("edwards25519", "Ed25519"),
            Map.entry("ED-25519", "Ed25519"),
            Map.entry("edwards448", "Ed448"),
            Map.entry("curve448", "X448"),
            Map.entry("curve25519", "X25519"),
            Map.entry("Curve25519", "X25519"),
            Map.entry("ED-448", "Ed448"),
            Map.entry("Curve448", "X448"));
    /** Source: SEC 2, tables 1 and 2; FIPS 186-4 D.1. */
    private static final Map<String, String> NIST_TO_SEC = Map.ofEntries(
            Map.entry("P-192", "secp192r1"),
            Map.entry("P-224", "secp224r1"),
            Map.entry("P-256", "secp256r1"),
            Map.entry("P-384", "secp384r1"),
            Map.entry("P-521", "secp521r1"),
            Map.entry("K-163", "sect163k1"),
            Map.entry("K-233", "sect233k1"),
            Map.entry("K-283", "sect283k1"),
            Map.entry("K-409", "sect409k1"),
            Map.entry("K-571", "sect571k1"),
            Map.entry("B-163", "sect163r2"),
            Map.entry("B-233", "sect233r1"),
            Map.entry("B-283", "sect283r1"),
            Map.entry("B-409", "sect409r1"),
            Map.entry("B-571", "sect571r1"));

    private Names() {}

    /** {@code SHA2-512/256} and {@code SHA-512/256} become {@code SHA-512/256}; SHA-3 keeps its name. */
    static String digest(String name) {
        return name.startsWith("SHA2-") ? "SHA-" + name.substring("SHA2-".length()) : name;
    }

    /** {@code SHA-256} and {@code RSA} become {@code SHA256withRSA}. */
    static String signature(String digest, String algorithm) {
        return compact(digest) + "with" + algorithm;
    }

    /** {@code SHA-512/256} becomes {@code HmacSHA512/256}. */
    static String hmac(String digest) {
        return "Hmac" + compact(digest);
    }

    /** {@code secp256r1} becomes {@code P-256}; unknown names stay. */
    static String curve(String name) {
        return CURVES.getOrDefault(name, name);
    }

    /** {@code P-256} becomes {@code secp256r1}, the name that {@code ECGenParameterSpec} takes everywhere. */
    static String secCurve(String name) {
        return NIST_TO_SEC.getOrDefault(curve(name), name);
    }

    private static String compact(String digest) {
        return digest.startsWith("SHA-") ? "SHA" + digest.substring("SHA-".length()) : digest;
    }
}

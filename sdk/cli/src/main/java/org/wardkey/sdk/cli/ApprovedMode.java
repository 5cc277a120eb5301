package org.wardkey.sdk.cli;

import java.security.Security;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.policy.AlgorithmName;
import org.wardkey.provider.policy.DisabledAlgorithms;

/**
 * The properties of {@code java.security} that keep a JVM from offering what a validated module does not have: without them
 * the JDK's TLS begins with a key share for X25519, and providers behind Wardkey serve other ciphers, signatures and
 * agreements.
 */
final class ApprovedMode {
    private static final String TLS = "jdk.tls.disabledAlgorithms";

    /**
     * Groups and suites whose names no algorithm has; what is left is ECDHE on the NIST curves with AES-GCM. Source: SP
     * 800-52 Rev. 2 §3.3.1.
     */
    private static final String SUITES = "ffdhe2048, ffdhe3072, ffdhe4096, ffdhe6144, ffdhe8192, DHE_RSA, DHE_DSS,"
            + " ChaCha20-Poly1305, TLS_RSA_WITH_AES_256_GCM_SHA384, TLS_RSA_WITH_AES_128_GCM_SHA256";

    /** What the policy language has names for and the module no service that Wardkey reaches. */
    private static final Set<AlgorithmName> NOT_OF_THE_MODULE = EnumSet.of(
            AlgorithmName.RSAES_PKCS1,
            AlgorithmName.AES_CBC,
            AlgorithmName.AES_ECB,
            AlgorithmName.AES_CTR,
            AlgorithmName.CHACHA20_POLY1305,
            AlgorithmName.TDEA,
            AlgorithmName.DES,
            AlgorithmName.RC4,
            AlgorithmName.RC2,
            AlgorithmName.BLOWFISH,
            AlgorithmName.DSA,
            AlgorithmName.DH,
            AlgorithmName.X25519,
            AlgorithmName.X448,
            AlgorithmName.MD2,
            AlgorithmName.MD5,
            AlgorithmName.ML_DSA_44,
            AlgorithmName.ML_DSA_65,
            AlgorithmName.ML_DSA_87,
            AlgorithmName.SLH_DSA,
            AlgorithmName.LMS);

    /** Of those algorithms, what Wardkey has rows for that the module serves. */
    private static final Set<String> SERVED = Set.of(
            "Cipher.AES alone",
            "Cipher.AES",
            "Cipher.AES/ECB/NoPadding",
            "Cipher.AES/ECB/PKCS5Padding",
            "Cipher.AES_128/ECB/NoPadding",
            "Cipher.AES_192/ECB/NoPadding",
            "Cipher.AES_256/ECB/NoPadding",
            "Cipher.AES/CBC/NoPadding",
            "Cipher.AES/CBC/PKCS5Padding",
            "Cipher.AES_128/CBC/NoPadding",
            "Cipher.AES_192/CBC/NoPadding",
            "Cipher.AES_256/CBC/NoPadding",
            "Cipher.AES/CTR/NoPadding");

    private ApprovedMode() {}

    /** @return the values by the properties' names, for a file that says nothing of them yet */
    static Map<String, String> properties() {
        Map<String, String> present = new LinkedHashMap<>();
        String own = Security.getProperty(TLS);
        present.put(TLS, own == null ? "" : own);
        return added(present);
    }

    /**
     * Adds to the values of strict mode.
     *
     * @param properties values by the properties' names
     * @return the same with what the module does not have
     */
    static Map<String, String> added(Map<String, String> properties) {
        Map<String, String> denied = DisabledAlgorithms.of(NOT_OF_THE_MODULE);
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.merge(TLS, DisabledAlgorithms.merge(denied.getOrDefault(TLS, ""), SUITES), DisabledAlgorithms::merge);
        all.merge(
                WardkeyProvider.REFUSED_SERVICES,
                notServed(StrictMode.withAliases(denied.getOrDefault(DisabledAlgorithms.REFUSED_SERVICES, ""))),
                DisabledAlgorithms::merge);
        return all;
    }

    private static String notServed(String services) {
        return Arrays.stream(services.split(","))
                .map(String::strip)
                .filter(service -> !SERVED.contains(service))
                .collect(Collectors.joining(", "));
    }
}

package org.wardkey.sdk.cli;

import java.security.Security;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.policy.DisabledAlgorithms;

/**
 * The properties of {@code java.security} that keep a JVM from offering what a validated module does not have: without them
 * the JDK's TLS begins with a key share for X25519, and would go on to providers behind Wardkey for the ciphers of old suites.
 */
final class ApprovedMode {
    private static final String TLS = "jdk.tls.disabledAlgorithms";

    /** Groups and suites; what is left is ECDHE on the NIST curves with AES-GCM. Source: SP 800-52 Rev. 2 §3.3.1. */
    private static final String NOT_OF_THE_MODULE =
            "x25519, x448, ffdhe2048, ffdhe3072, ffdhe4096, ffdhe6144, ffdhe8192,"
                    + " DHE_RSA, DHE_DSS, AES_128_CBC, AES_256_CBC, ChaCha20-Poly1305, CHACHA20_POLY1305,"
                    + " TLS_RSA_WITH_AES_256_GCM_SHA384, TLS_RSA_WITH_AES_128_GCM_SHA256";

    /** Ciphers of the JDK that no standard approves; old files under DESede and RC2 can still be read. */
    private static final String NOT_APPROVED =
            "Cipher.ChaCha20, Cipher.ChaCha20-Poly1305, Cipher.ARCFOUR, Cipher.Blowfish, Cipher.DES";

    private ApprovedMode() {}

    /** @return the values by the properties' names, for a file that says nothing of them yet */
    static Map<String, String> properties() {
        Map<String, String> none = new LinkedHashMap<>();
        String own = Security.getProperty(TLS);
        none.put(TLS, own == null ? "" : own);
        none.put(WardkeyProvider.REFUSED_SERVICES, "");
        return added(none);
    }

    /**
     * Adds to the values of strict mode.
     *
     * @param properties values by the properties' names
     * @return the same with what the module does not have
     */
    static Map<String, String> added(Map<String, String> properties) {
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.merge(TLS, NOT_OF_THE_MODULE, DisabledAlgorithms::merge);
        all.merge(WardkeyProvider.REFUSED_SERVICES, StrictMode.withAliases(NOT_APPROVED), DisabledAlgorithms::merge);
        return all;
    }
}

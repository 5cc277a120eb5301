package org.wardkey.conformance;

import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;

/** HKDF as an application calls it; {@code javax.crypto.KDF} came with Java 25. */
final class HkdfCalls {
    private static final String KDF = "javax.crypto.KDF";
    private static final String SPEC = "javax.crypto.spec.HKDFParameterSpec";

    private HkdfCalls() {}

    static boolean available() {
        return Reflected.has(KDF);
    }

    static String unavailable() {
        return "this JVM has no javax.crypto.KDF";
    }

    /** {@code SHA2-256} becomes {@code HKDF-SHA256}. */
    static String algorithm(String digest) {
        String name = Names.digest(digest);
        return "HKDF-" + (name.startsWith("SHA-") ? "SHA" + name.substring("SHA-".length()) : name);
    }

    /** Extracts and expands. Source: RFC 5869 §2. */
    static byte[] derive(Provider provider, String digest, byte[] key, byte[] salt, byte[] info, int bytes)
            throws Exception {
        Object kdf = Reflected.call(
                KDF, null, "getInstance", List.of(String.class, Provider.class), algorithm(digest), provider);
        String builder = SPEC + "$Builder";
        Object extract = Reflected.call(SPEC, null, "ofExtract", List.of());
        Reflected.call(builder, extract, "addIKM", List.of(byte[].class), (Object) key);
        Reflected.call(builder, extract, "addSalt", List.of(byte[].class), (Object) salt);
        Object both = Reflected.call(builder, extract, "thenExpand", List.of(byte[].class, int.class), info, bytes);
        return (byte[]) Reflected.call(KDF, kdf, "deriveData", List.of(AlgorithmParameterSpec.class), both);
    }
}

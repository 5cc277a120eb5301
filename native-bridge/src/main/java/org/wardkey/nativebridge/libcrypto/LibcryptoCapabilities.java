package org.wardkey.nativebridge.libcrypto;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a loaded libcrypto is and what it was seen to do. Each algorithm was tried, none is concluded from a version.
 *
 * @param version the library's own words, such as {@code OpenSSL 3.0.19 27 Jan 2026}
 * @param flavor the family of the library
 * @param versionNumber {@code OpenSSL_version_num}, {@code 0xMNN00PP0L} for OpenSSL 3; the OpenSSL release that AWS-LC imitates otherwise
 * @param absent why an algorithm does not work, for those that do not
 */
public record LibcryptoCapabilities(String version, Flavor flavor, long versionNumber, Map<Algorithm, String> absent) {
    /** Copies the map. */
    public LibcryptoCapabilities {
        EnumMap<Algorithm, String> copy = new EnumMap<>(Algorithm.class);
        copy.putAll(absent);
        absent = Collections.unmodifiableMap(copy);
    }

    /** Returns whether an algorithm works. */
    public boolean has(Algorithm algorithm) {
        return !absent.containsKey(algorithm);
    }

    /** Returns one line per algorithm for a person: its name, and {@code ok} or the reason why it is absent. */
    public String describe() {
        return Arrays.stream(Algorithm.values())
                .map(algorithm -> algorithm + ": " + absent.getOrDefault(algorithm, "ok"))
                .collect(Collectors.joining("\n", version + "\n", "\n"));
    }

    /** The families of libraries that are reached. */
    public enum Flavor {
        /** OpenSSL 3.0 or a later 3.x. */
        OPENSSL_3,
        /** AWS-LC, or a BoringSSL that exports the same functions. */
        AWS_LC
    }

    /** What a library may or may not have. */
    public enum Algorithm {
        /** SHA-1 for OAEP and MGF1. */
        SHA1,
        /** SHA-224. */
        SHA224,
        /** SHA-256. */
        SHA256,
        /** SHA-384. */
        SHA384,
        /** SHA-512. */
        SHA512,
        /** SHA-512/224. */
        SHA512_224,
        /** SHA-512/256. */
        SHA512_256,
        /** HMAC. */
        HMAC,
        /** ECDSA and ECDH on P-256. */
        P256,
        /** ECDSA and ECDH on P-384. */
        P384,
        /** ECDSA and ECDH on P-521. */
        P521,
        /** RSA signatures and OAEP. */
        RSA,
        /** Ed25519. */
        ED25519,
        /** X25519. */
        X25519,
        /** AES-GCM with 128, 192 and 256 bits. */
        AES_GCM,
        /** AES-KW. */
        AES_KW,
        /** AES-KWP. */
        AES_KWP
    }
}

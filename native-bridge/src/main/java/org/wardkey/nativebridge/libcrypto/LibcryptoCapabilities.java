package org.wardkey.nativebridge.libcrypto;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a loaded libcrypto is and what it was seen to do. Each algorithm is tried when it is first asked for, none is concluded from a version.
 * Thread-safe.
 */
public final class LibcryptoCapabilities {
    private static final String WORKS = "";

    private final String version;
    private final Flavor flavor;
    private final long versionNumber;
    private final Function<Algorithm, String> probe;
    private final ConcurrentMap<Algorithm, String> reasons = new ConcurrentHashMap<>();

    /** The probe tells why an algorithm does not work; an empty text if it does. */
    LibcryptoCapabilities(String version, Flavor flavor, long versionNumber, Function<Algorithm, String> probe) {
        this.version = version;
        this.flavor = flavor;
        this.versionNumber = versionNumber;
        this.probe = probe;
    }

    /** Returns the library's own words, such as {@code OpenSSL 3.0.19 27 Jan 2026}. */
    public String version() {
        return version;
    }

    /** Returns the family of the library. */
    public Flavor flavor() {
        return flavor;
    }

    /** Returns {@code OpenSSL_version_num}, {@code 0xMNN00PP0L} for OpenSSL 3; the OpenSSL release that AWS-LC imitates otherwise. */
    public long versionNumber() {
        return versionNumber;
    }

    /** Returns whether an algorithm works. The first call for an algorithm tries it, which takes up to a few milliseconds. */
    public boolean has(Algorithm algorithm) {
        return reason(algorithm).equals(WORKS);
    }

    private String reason(Algorithm algorithm) {
        String known = reasons.get(algorithm);
        if (known != null) {
            return known;
        }
        // Two threads may try at once: they find the same.
        String found = probe.apply(algorithm);
        reasons.put(algorithm, found);
        return found;
    }

    /** Returns one line per algorithm for a person: its name, and {@code ok} or the reason why it is absent. Tries all of them. */
    public String describe() {
        return Arrays.stream(Algorithm.values())
                .map(algorithm -> algorithm + ": " + (has(algorithm) ? "ok" : reason(algorithm)))
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
        /** SHAKE128 and SHAKE256. */
        SHAKE,
        /** HMAC. */
        HMAC,
        /** ECDSA and ECDH on P-256. */
        P256,
        /** ECDSA and ECDH on P-384. */
        P384,
        /** ECDSA and ECDH on P-521. */
        P521,
        /** Deterministic ECDSA on P-256, P-384 and P-521. */
        DETERMINISTIC_ECDSA,
        /** RSA signatures and OAEP. */
        RSA,
        /** Ed25519. */
        ED25519,
        /** Ed448. */
        ED448,
        /** X25519. */
        X25519,
        /** X448. */
        X448,
        /** AES-GCM with 128, 192 and 256 bits. */
        AES_GCM,
        /** ChaCha20-Poly1305. */
        CHACHA20_POLY1305,
        /** AES-CCM with 128, 192 and 256 bits. */
        AES_CCM,
        /** AES-CBC with 128, 192 and 256 bits. */
        AES_CBC,
        /** AES-CTR with 128, 192 and 256 bits. */
        AES_CTR,
        /** AES-ECB with 128, 192 and 256 bits. */
        AES_ECB,
        /** AES-XTS with two keys of 128 and of 256 bits. */
        AES_XTS,
        /** CMAC with AES of 128, 192 and 256 bits. */
        AES_CMAC,
        /** KMAC128 and KMAC256. */
        KMAC,
        /** AES-KW. */
        AES_KW,
        /** AES-KWP. */
        AES_KWP,
        /** ML-KEM-512, ML-KEM-768 and ML-KEM-1024. */
        ML_KEM,
        /** ML-DSA-44, ML-DSA-65 and ML-DSA-87. */
        ML_DSA,
        /** SLH-DSA with SHA-2 and with SHAKE. */
        SLH_DSA
    }
}

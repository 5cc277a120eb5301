package org.wardkey.conformance;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a provider declares to do; tests beyond it are reported, not run. Limits are matched against a test's own
 * parameters, never against the text of an exception.
 *
 * @param aesKeyBits AES key sizes
 * @param gcmTagBits GCM tag lengths
 * @param ccmTagBits CCM tag lengths
 * @param gcmIvBitsMin shortest GCM initialisation vector
 * @param gcmIvBitsMax longest GCM initialisation vector
 * @param digests hash functions of signatures and encryption, by their JCA names ({@code SHA-512/256})
 * @param plainDigests hash functions alone, of HMAC and of PBKDF2
 * @param maskDigests hash functions inside MGF1
 * @param curves {@code P-256}, {@code P-384}, {@code P-521}, {@code Ed25519}, {@code Ed25519ph}, {@code
 *     Ed25519ctx}, {@code Ed448}, {@code Ed448ph}, {@code Ed448ctx}, {@code X25519}, {@code X448}, and the parameter sets {@code ML-DSA-44}, {@code ML-KEM-512}, {@code SLH-DSA-SHA2-128s} and so on
 * @param rsaBitsMin smallest RSA modulus
 * @param rsaBitsMax largest RSA modulus
 * @param rsaPrimesMax primes in an RSA private key; more than two are RFC 8017 version 1 keys
 * @param largeMessageBytesMax longest message of ACVP's large data tests; 0 leaves them out
 */
public record Capability(
        Set<Integer> aesKeyBits,
        Set<Integer> gcmTagBits,
        Set<Integer> ccmTagBits,
        int gcmIvBitsMin,
        int gcmIvBitsMax,
        Set<String> digests,
        Set<String> plainDigests,
        Set<String> maskDigests,
        Set<String> curves,
        int rsaBitsMin,
        int rsaBitsMax,
        int rsaPrimesMax,
        long largeMessageBytesMax) {
    private static final Set<String> SHA_2 =
            Set.of("SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA-512/224", "SHA-512/256");
    private static final Set<String> SHA = Set.of(
            "SHA-1",
            "SHA-224",
            "SHA-256",
            "SHA-384",
            "SHA-512",
            "SHA-512/224",
            "SHA-512/256",
            "SHA3-224",
            "SHA3-256",
            "SHA3-384",
            "SHA3-512");
    private static final Set<String> SHA_1_AND_2 =
            Set.of("SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA-512/224", "SHA-512/256");

    /** Copies the sets. */
    public Capability {
        aesKeyBits = Set.copyOf(aesKeyBits);
        gcmTagBits = Set.copyOf(gcmTagBits);
        ccmTagBits = Set.copyOf(ccmTagBits);
        digests = Set.copyOf(digests);
        plainDigests = Set.copyOf(plainDigests);
        maskDigests = Set.copyOf(maskDigests);
        curves = Set.copyOf(curves);
    }

    /**
     * Everything that this module's families cover and common providers do: SHA-1, SHA-2 and SHA-3 alone and in HMAC, SHA-2 in
     * signatures (and SHA-1 inside MGF1, which is the JCA's default for OAEP), the NIST prime curves from 256 bits, Ed25519,
     * Ed448, X25519, X448, ML-DSA, two-prime RSA from 1024 to 16384 bits, GCM tags from 96 bits (the lengths that SP 800-38D
     * §5.2.1.2 allows without extra conditions).
     */
    public static Capability standard() {
        return new Capability(
                Set.of(128, 192, 256),
                Set.of(96, 104, 112, 120, 128),
                Set.of(32, 48, 64, 80, 96, 112, 128),
                8,
                1 << 20,
                SHA_2,
                SHA,
                SHA_1_AND_2,
                Set.of(
                        "P-256",
                        "P-384",
                        "P-521",
                        "Ed25519",
                        "Ed25519ph",
                        "Ed25519ctx",
                        "Ed448",
                        "Ed448ph",
                        "Ed448ctx",
                        "X25519",
                        "X448",
                        "ML-DSA-44",
                        "ML-DSA-65",
                        "ML-DSA-87",
                        "ML-KEM-512",
                        "ML-KEM-768",
                        "ML-KEM-1024",
                        "SLH-DSA-SHA2-128s",
                        "SLH-DSA-SHA2-128f",
                        "SLH-DSA-SHA2-192s",
                        "SLH-DSA-SHA2-192f",
                        "SLH-DSA-SHA2-256s",
                        "SLH-DSA-SHA2-256f",
                        "SLH-DSA-SHAKE-128s",
                        "SLH-DSA-SHAKE-128f",
                        "SLH-DSA-SHAKE-192s",
                        "SLH-DSA-SHAKE-192f",
                        "SLH-DSA-SHAKE-256s",
                        "SLH-DSA-SHAKE-256f"),
                1024,
                16384,
                2,
                0);
    }

    /** The same with other GCM tag lengths, in bits. */
    public Capability withGcmTagBits(Set<Integer> tagBits) {
        return new Capability(
                aesKeyBits,
                tagBits,
                ccmTagBits,
                gcmIvBitsMin,
                gcmIvBitsMax,
                digests,
                plainDigests,
                maskDigests,
                curves,
                rsaBitsMin,
                rsaBitsMax,
                rsaPrimesMax,
                largeMessageBytesMax);
    }

    /**
     * Declares other CCM tag lengths.
     *
     * @param tagBits the lengths
     */
    public Capability withCcmTagBits(Set<Integer> tagBits) {
        return new Capability(
                aesKeyBits,
                gcmTagBits,
                tagBits,
                gcmIvBitsMin,
                gcmIvBitsMax,
                digests,
                plainDigests,
                maskDigests,
                curves,
                rsaBitsMin,
                rsaBitsMax,
                rsaPrimesMax,
                largeMessageBytesMax);
    }

    /** The same with other bounds for GCM's initialisation vector, in bits. */
    public Capability withGcmIvBits(int min, int max) {
        return new Capability(
                aesKeyBits,
                gcmTagBits,
                ccmTagBits,
                min,
                max,
                digests,
                plainDigests,
                maskDigests,
                curves,
                rsaBitsMin,
                rsaBitsMax,
                rsaPrimesMax,
                largeMessageBytesMax);
    }

    /** The same with other hash functions. */
    public Capability withDigests(Set<String> names) {
        return new Capability(
                aesKeyBits,
                gcmTagBits,
                ccmTagBits,
                gcmIvBitsMin,
                gcmIvBitsMax,
                names,
                names,
                maskDigests,
                curves,
                rsaBitsMin,
                rsaBitsMax,
                rsaPrimesMax,
                largeMessageBytesMax);
    }

    /** The same with other curves. */
    public Capability withCurves(Set<String> names) {
        return new Capability(
                aesKeyBits,
                gcmTagBits,
                ccmTagBits,
                gcmIvBitsMin,
                gcmIvBitsMax,
                digests,
                plainDigests,
                maskDigests,
                names,
                rsaBitsMin,
                rsaBitsMax,
                rsaPrimesMax,
                largeMessageBytesMax);
    }

    /** The same with other bounds for the RSA modulus, in bits. */
    public Capability withRsaBits(int min, int max) {
        return new Capability(
                aesKeyBits,
                gcmTagBits,
                ccmTagBits,
                gcmIvBitsMin,
                gcmIvBitsMax,
                digests,
                plainDigests,
                maskDigests,
                curves,
                min,
                max,
                rsaPrimesMax,
                largeMessageBytesMax);
    }

    /** The same with large data tests up to this many bytes. */
    public Capability withLargeMessageBytesMax(long bytes) {
        return new Capability(
                aesKeyBits,
                gcmTagBits,
                ccmTagBits,
                gcmIvBitsMin,
                gcmIvBitsMax,
                digests,
                plainDigests,
                maskDigests,
                curves,
                rsaBitsMin,
                rsaBitsMax,
                rsaPrimesMax,
                bytes);
    }

    /** Why a hash function is outside; empty when it is declared. */
    Optional<String> outsidePlainDigest(String name) {
        return outside(plainDigests, name, "digest " + name);
    }

    Optional<String> outsideDigest(String name) {
        return outside(digests, name, "digest " + name);
    }

    Optional<String> outsideMaskDigest(String name) {
        return outside(maskDigests, name, "MGF1 digest " + name);
    }

    Optional<String> outsideCurve(String name) {
        return outside(curves, name, "curve " + name);
    }

    Optional<String> outsideAesKey(int bits) {
        return outside(aesKeyBits, bits, "AES key of " + bits + " bits");
    }

    Optional<String> outsideGcmTag(int bits) {
        return outside(gcmTagBits, bits, "GCM tag of " + bits + " bits; declared " + new TreeSet<>(gcmTagBits));
    }

    Optional<String> outsideCcmTag(int bits) {
        return outside(ccmTagBits, bits, "CCM tag of " + bits + " bits; declared " + new TreeSet<>(ccmTagBits));
    }

    Optional<String> outsideGcmIv(int bits) {
        return within(bits, gcmIvBitsMin, gcmIvBitsMax, "GCM IV of " + bits + " bits");
    }

    Optional<String> outsideRsa(int bits) {
        return within(bits, rsaBitsMin, rsaBitsMax, "RSA modulus of " + bits + " bits");
    }

    Optional<String> outsideRsaPrimes(int primes) {
        return within(primes, 2, rsaPrimesMax, "RSA key of " + primes + " primes");
    }

    private static <T> Optional<String> outside(Set<T> declared, T value, String what) {
        return declared.contains(value) ? Optional.empty() : Optional.of(what);
    }

    private static Optional<String> within(int value, int min, int max, String what) {
        return value >= min && value <= max ? Optional.empty() : Optional.of(what);
    }

    /** All of it as one line for people; the same on every run. */
    public String shown() {
        List<String> shown = new ArrayList<>();
        for (RecordComponent component : Capability.class.getRecordComponents()) {
            try {
                Object value = component.getAccessor().invoke(this);
                shown.add(component.getName() + "="
                        + (value instanceof Collection<?> many ? String.valueOf(new TreeSet<>(many)) : value));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
        }
        return String.join("; ", shown);
    }
}

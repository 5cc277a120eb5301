package org.wardkey.nativebridge.libcrypto;

/** The digests that operations are parametrised with; those of SHA-3 for HMAC. Source: FIPS 180-4, FIPS 202. */
public enum Digest {
    /** SHA-1, which only OAEP and MGF1 still need. */
    SHA1("SHA1", 20),
    /** SHA-224. */
    SHA224("SHA224", 28),
    /** SHA-256. */
    SHA256("SHA256", 32),
    /** SHA-384. */
    SHA384("SHA384", 48),
    /** SHA-512. */
    SHA512("SHA512", 64),
    /** SHA-512/224. */
    SHA512_224("SHA512-224", 28),
    /** SHA-512/256. */
    SHA512_256("SHA512-256", 32),
    /** SHA3-224. */
    SHA3_224("SHA3-224", 28),
    /** SHA3-256. */
    SHA3_256("SHA3-256", 32),
    /** SHA3-384. */
    SHA3_384("SHA3-384", 48),
    /** SHA3-512. */
    SHA3_512("SHA3-512", 64);

    private final String libcryptoName;
    private final int sizeBytes;

    Digest(String libcryptoName, int sizeBytes) {
        this.libcryptoName = libcryptoName;
        this.sizeBytes = sizeBytes;
    }

    /** Returns the size of a digest value in bytes. */
    public int sizeBytes() {
        return sizeBytes;
    }

    String libcryptoName() {
        return libcryptoName;
    }
}

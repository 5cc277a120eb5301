package org.wardkey.provider.operation;

import java.util.Locale;
import java.util.Optional;

/**
 * A hash function, under the names that the JCA uses for it.
 *
 * <p>Source: FIPS 180-4 (SHA-1, SHA-2), FIPS 202 (SHA-3).
 */
public enum Digest {
    /** No hash function: the input is signed as it is. */
    NONE("NONE", "NONE", 0),
    /** SHA-1; as a hash function alone, of HMAC and of MGF1, and to verify signatures, never to make them. Source: SP 800-131A §9, §10. */
    SHA_1("SHA-1", "SHA1", 20),
    /** SHA-224. */
    SHA_224("SHA-224", "SHA224", 28),
    /** SHA-256. */
    SHA_256("SHA-256", "SHA256", 32),
    /** SHA-384. */
    SHA_384("SHA-384", "SHA384", 48),
    /** SHA-512. */
    SHA_512("SHA-512", "SHA512", 64),
    /** SHA-512/224. */
    SHA_512_224("SHA-512/224", "SHA512/224", 28),
    /** SHA-512/256. */
    SHA_512_256("SHA-512/256", "SHA512/256", 32),
    /** SHA3-224. */
    SHA3_224("SHA3-224", "SHA3-224", 28),
    /** SHA3-256. */
    SHA3_256("SHA3-256", "SHA3-256", 32),
    /** SHA3-384. */
    SHA3_384("SHA3-384", "SHA3-384", 48),
    /** SHA3-512. */
    SHA3_512("SHA3-512", "SHA3-512", 64),
    /** SHAKE128 with an output of 256 bits; as a hash function alone. */
    SHAKE128_256("SHAKE128-256", "SHAKE128-256", 32),
    /** SHAKE256 with an output of 512 bits; as a hash function alone. */
    SHAKE256_512("SHAKE256-512", "SHAKE256-512", 64);

    private final String standardName;
    private final String compactName;
    private final int sizeBytes;

    Digest(String standardName, String compactName, int sizeBytes) {
        this.standardName = standardName;
        this.compactName = compactName;
        this.sizeBytes = sizeBytes;
    }

    /** @return the name as a {@code MessageDigest}, such as {@code SHA-512/256} */
    public String standardName() {
        return standardName;
    }

    /** @return the name as it stands in compound names, such as {@code SHA512/256} */
    public String compactName() {
        return compactName;
    }

    /** @return whether it is of SHA-2, which all signature and encryption schemes here take */
    public boolean isSha2() {
        return switch (this) {
            case SHA_224, SHA_256, SHA_384, SHA_512, SHA_512_224, SHA_512_256 -> true;
            case NONE, SHA_1, SHA3_224, SHA3_256, SHA3_384, SHA3_512, SHAKE128_256, SHAKE256_512 -> false;
        };
    }

    /** @return whether HMAC is defined with it: all but {@link #NONE} and SHAKE. Source: FIPS 198-1, FIPS 202 §7 */
    public boolean isOfHmac() {
        return this != NONE && this != SHAKE128_256 && this != SHAKE256_512;
    }

    /** @return the length of the hash value in bytes; 0 for {@link #NONE} */
    public int sizeBytes() {
        return sizeBytes;
    }

    /**
     * Finds a hash function by either of its names, ignoring case.
     *
     * @param name a name such as {@code SHA-256}, {@code SHA256} or {@code SHA512/256}
     * @return the hash function, if it is one of ours
     */
    public static Optional<Digest> named(String name) {
        String wanted = name.toUpperCase(Locale.ROOT);
        for (Digest digest : values()) {
            if (digest.standardName.equals(wanted) || digest.compactName.equals(wanted)) {
                return Optional.of(digest);
            }
        }
        return Optional.empty();
    }
}

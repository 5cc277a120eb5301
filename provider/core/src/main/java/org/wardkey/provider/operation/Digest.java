package org.wardkey.provider.operation;

import java.util.Locale;
import java.util.Optional;

/**
 * A hash function, under the names that the JCA uses for it.
 *
 * <p>Source: FIPS 180-4.
 */
public enum Digest {
    /** No hash function: the input is signed as it is. */
    NONE("NONE", "NONE", 0),
    /** SHA-1; only as the hash function of MGF1, never to make signatures. */
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
    SHA_512_256("SHA-512/256", "SHA512/256", 32);

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

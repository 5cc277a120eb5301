package org.wardkey.provider.spi;

import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;

/**
 * A row of {@code Signature}: what its name says.
 *
 * @param family the algorithm
 * @param digest the hash function; {@link Digest#NONE} if the caller hashes, or parameters say
 * @param p1363 whether ECDSA signatures are r || s instead of DER
 */
public record SignatureScheme(Family family, Digest digest, boolean p1363) {
    /**
     * ECDSA with DER signatures.
     *
     * @param digest the hash function
     * @return the scheme
     */
    public static SignatureScheme ecdsa(Digest digest) {
        return new SignatureScheme(Family.ECDSA, digest, false);
    }

    /**
     * ECDSA with r || s.
     *
     * @param digest the hash function
     * @return the scheme
     */
    public static SignatureScheme ecdsaP1363(Digest digest) {
        return new SignatureScheme(Family.ECDSA, digest, true);
    }

    /**
     * Deterministic ECDSA with DER signatures.
     *
     * @param digest the hash function
     * @return the scheme
     */
    public static SignatureScheme deterministicEcdsa(Digest digest) {
        return new SignatureScheme(Family.DET_ECDSA, digest, false);
    }

    /**
     * RSASSA-PKCS1-v1_5.
     *
     * @param digest the hash function
     * @return the scheme
     */
    public static SignatureScheme rsaPkcs1(Digest digest) {
        return new SignatureScheme(Family.RSA_PKCS1, digest, false);
    }

    /**
     * RSASSA-PSS.
     *
     * @param digest the hash function whose length the salt has; {@link Digest#NONE} if parameters are
     *     to say
     * @return the scheme
     */
    public static SignatureScheme rsaPss(Digest digest) {
        return new SignatureScheme(Family.RSA_PSS, digest, false);
    }

    /** @return Ed25519 */
    public static SignatureScheme ed25519() {
        return new SignatureScheme(Family.ED25519, Digest.NONE, false);
    }

    /** @return Ed448 */
    public static SignatureScheme ed448() {
        return new SignatureScheme(Family.ED448, Digest.NONE, false);
    }

    /**
     * ML-DSA, pure and without a context.
     *
     * @param family one of its parameter sets
     * @return the scheme
     */
    public static SignatureScheme mlDsa(Family family) {
        return new SignatureScheme(family, Digest.NONE, false);
    }

    /** Whether keys of a type are for it. */
    boolean fits(KeyType type) {
        return switch (family) {
            case ECDSA, DET_ECDSA -> type == KeyType.EC_P256 || type == KeyType.EC_P384 || type == KeyType.EC_P521;
            case RSA_PKCS1, RSA_PSS -> type == KeyType.RSA;
            case ED25519 -> type == KeyType.ED25519;
            case ED448 -> type == KeyType.ED448;
            case ML_DSA_44 -> type == KeyType.ML_DSA_44;
            case ML_DSA_65 -> type == KeyType.ML_DSA_65;
            case ML_DSA_87 -> type == KeyType.ML_DSA_87;
            default -> false;
        };
    }

    /** The length of every signature, where there is one: of EdDSA and ML-DSA; 0 elsewhere. Source: RFC 8032, FIPS 204 table 2. */
    int fixedBytes() {
        return switch (family) {
            case ED25519 -> 64;
            case ED448 -> 114;
            case ML_DSA_44 -> 2420;
            case ML_DSA_65 -> 3309;
            case ML_DSA_87 -> 4627;
            default -> 0;
        };
    }

    /** What the name alone says; for PSS the salt is as long as the hash. */
    Mechanism mechanism() {
        return family == Family.RSA_PSS
                ? Mechanism.pss(digest, digest, digest.sizeBytes())
                : Mechanism.of(family, digest);
    }

    /** How its signatures are verified: deterministic ones as any of ECDSA. Source: FIPS 186-5 §6.4.2. */
    Mechanism verification() {
        return family == Family.DET_ECDSA ? Mechanism.of(Family.ECDSA, digest) : mechanism();
    }

    boolean needsParameters() {
        return family == Family.RSA_PSS && digest == Digest.NONE;
    }
}

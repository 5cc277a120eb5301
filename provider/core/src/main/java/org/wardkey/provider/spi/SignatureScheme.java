package org.wardkey.provider.spi;

import java.util.Optional;
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
 * @param parameterSet the type of its keys, where the family leaves several; empty elsewhere
 */
public record SignatureScheme(Family family, Digest digest, boolean p1363, Optional<KeyType> parameterSet) {
    private SignatureScheme(Family family, Digest digest, boolean p1363) {
        this(family, digest, p1363, Optional.empty());
    }

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
     * ML-DSA or SLH-DSA.
     *
     * @param type one of its parameter sets
     * @return the scheme
     */
    public static SignatureScheme ofParameterSet(KeyType type) {
        return new SignatureScheme(type.family(), Digest.NONE, false, Optional.of(type));
    }

    /** The standard's name. */
    String name() {
        return parameterSet.map(KeyType::curve).orElse(family.standardName());
    }

    /** Whether keys of a type are for it. */
    boolean fits(KeyType type) {
        return switch (family) {
            case ECDSA, DET_ECDSA -> type == KeyType.EC_P256 || type == KeyType.EC_P384 || type == KeyType.EC_P521;
            case RSA_PKCS1, RSA_PSS -> type == KeyType.RSA;
            case ED25519 -> type == KeyType.ED25519;
            case ED448 -> type == KeyType.ED448;
            default -> parameterSet.filter(type::equals).isPresent();
        };
    }

    /** The length of every signature, where there is one: of EdDSA, ML-DSA and SLH-DSA; 0 elsewhere. Source: RFC 8032. */
    int fixedBytes() {
        return switch (family) {
            case ED25519 -> 64;
            case ED448 -> 114;
            default -> parameterSet.map(SignatureScheme::signatureBytes).orElse(0);
        };
    }

    /** Source: FIPS 204 table 2, FIPS 205 table 2. */
    private static int signatureBytes(KeyType type) {
        return switch (type) {
            case ML_DSA_44 -> 2420;
            case ML_DSA_65 -> 3309;
            case ML_DSA_87 -> 4627;
            case SLH_DSA_SHA2_128S, SLH_DSA_SHAKE_128S -> 7856;
            case SLH_DSA_SHA2_128F, SLH_DSA_SHAKE_128F -> 17088;
            case SLH_DSA_SHA2_192S, SLH_DSA_SHAKE_192S -> 16224;
            case SLH_DSA_SHA2_192F, SLH_DSA_SHAKE_192F -> 35664;
            case SLH_DSA_SHA2_256S, SLH_DSA_SHAKE_256S -> 29792;
            case SLH_DSA_SHA2_256F, SLH_DSA_SHAKE_256F -> 49856;
            default -> throw new IllegalArgumentException("Expected ML-DSA or SLH-DSA, got " + type + ".");
        };
    }

    /** How many bits a hash function has at least that hashes messages first. Source: FIPS 204 §5.4, FIPS 205 §10.2.2. */
    int leastPreHashBits() {
        return switch (parameterSet.orElseThrow()) {
            case ML_DSA_44 -> 256;
            case ML_DSA_65 -> 384;
            case ML_DSA_87 -> 512;
            // Twice the security parameter, as the public key.
            default -> parameterSet.get().sizeBits();
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

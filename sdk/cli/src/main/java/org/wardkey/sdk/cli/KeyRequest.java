package org.wardkey.sdk.cli;

import java.util.List;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;

/**
 * What kind of key is asked for, in the provider's terms.
 *
 * @param type the type
 * @param algorithm the JCA's name
 * @param sizeBits the size; 0 where the type fixes it
 */
record KeyRequest(KeyType type, String algorithm, int sizeBits) {
    private static final int RSA_BITS = 3072;
    private static final int AES_BITS = 256;
    private static final int KMAC_BITS = 512;

    /** The types as one writes them on a command line. */
    enum Kind {
        EC,
        RSA,
        ED25519,
        ED448,
        X25519,
        X448,
        ML_DSA_44,
        ML_DSA_65,
        ML_DSA_87,
        ML_KEM_512,
        ML_KEM_768,
        ML_KEM_1024,
        SLH_DSA_SHA2_128S,
        SLH_DSA_SHA2_128F,
        SLH_DSA_SHA2_192S,
        SLH_DSA_SHA2_192F,
        SLH_DSA_SHA2_256S,
        SLH_DSA_SHA2_256F,
        SLH_DSA_SHAKE_128S,
        SLH_DSA_SHAKE_128F,
        SLH_DSA_SHAKE_192S,
        SLH_DSA_SHAKE_192F,
        SLH_DSA_SHAKE_256S,
        SLH_DSA_SHAKE_256F,
        AES,
        AES_XTS,
        CHACHA20,
        HMAC,
        KMAC
    }

    /**
     * Puts the options together.
     *
     * @param kind the type
     * @param curve the curve; empty for P-256 and where there is none
     * @param sizeBits the size; 0 for the usual one
     * @param digests the hash functions of the key; the first one names an HMAC key
     * @throws IllegalArgumentException if an option does not fit the type
     */
    static KeyRequest of(Kind kind, String curve, int sizeBits, List<Digest> digests) {
        if (!curve.isEmpty() && kind != Kind.EC) {
            throw new IllegalArgumentException("Expected --curve with --type ec only.");
        }
        return switch (kind) {
            case EC -> fixed(ofCurve(curve), sizeBits);
            case ED25519,
                    ED448,
                    X25519,
                    X448,
                    ML_DSA_44,
                    ML_DSA_65,
                    ML_DSA_87,
                    ML_KEM_512,
                    ML_KEM_768,
                    ML_KEM_1024,
                    SLH_DSA_SHA2_128S,
                    SLH_DSA_SHA2_128F,
                    SLH_DSA_SHA2_192S,
                    SLH_DSA_SHA2_192F,
                    SLH_DSA_SHA2_256S,
                    SLH_DSA_SHA2_256F,
                    SLH_DSA_SHAKE_128S,
                    SLH_DSA_SHAKE_128F,
                    SLH_DSA_SHAKE_192S,
                    SLH_DSA_SHAKE_192F,
                    SLH_DSA_SHAKE_256S,
                    SLH_DSA_SHAKE_256F -> fixed(KeyType.valueOf(kind.name()), sizeBits);
            case RSA -> new KeyRequest(KeyType.RSA, "RSA", sizeBits == 0 ? RSA_BITS : sizeBits);
            case AES -> new KeyRequest(KeyType.AES, "AES", sizeBits == 0 ? AES_BITS : sizeBits);
            case AES_XTS -> new KeyRequest(KeyType.AES_XTS, "AES-XTS", sizeBits == 0 ? 2 * AES_BITS : sizeBits);
            case CHACHA20 -> new KeyRequest(KeyType.CHACHA20, "ChaCha20", sizeBits == 0 ? AES_BITS : sizeBits);
            case KMAC -> new KeyRequest(KeyType.KMAC, "KMAC256", sizeBits == 0 ? KMAC_BITS : sizeBits);
            case HMAC -> hmac(digests.isEmpty() ? Digest.SHA_256 : digests.get(0), sizeBits);
        };
    }

    private static KeyRequest fixed(KeyType type, int sizeBits) {
        if (sizeBits != 0 && sizeBits != type.sizeBits()) {
            throw new IllegalArgumentException("Expected no --size for " + type + ": it has " + type.sizeBits()
                    + " bits. Curves are chosen by --curve.");
        }
        return new KeyRequest(type, type.algorithm(), type.sizeBits());
    }

    private static KeyRequest hmac(Digest digest, int sizeBits) {
        if (!digest.isOfHmac()) {
            throw new IllegalArgumentException(
                    "Expected a hash function that HMAC is defined with, got " + digest.standardName() + ".");
        }
        int bits = sizeBits == 0 ? digest.sizeBytes() * 8 : sizeBits;
        if (bits % 8 != 0) {
            throw new IllegalArgumentException("Expected a size in whole bytes, got " + bits + " bits.");
        }
        return new KeyRequest(KeyType.HMAC, "Hmac" + digest.compactName(), bits);
    }

    private static KeyType ofCurve(String curve) {
        return switch (curve.toLowerCase(java.util.Locale.ROOT)) {
            case "", "p-256", "secp256r1", "prime256v1" -> KeyType.EC_P256;
            case "p-384", "secp384r1" -> KeyType.EC_P384;
            case "p-521", "secp521r1" -> KeyType.EC_P521;
            default -> throw new IllegalArgumentException("Expected --curve P-256, P-384 or P-521.");
        };
    }
}

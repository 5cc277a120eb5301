package org.wardkey.nativebridge.libcrypto;

import org.wardkey.nativebridge.libcrypto.Preparation.Operation;

/** ECDSA over a digest that the caller made. {@link DeterministicEcdsa} signs without random bits. Source: FIPS 186-5 §6. */
public final class Ecdsa {
    private static final int MAX_DIGEST_BYTES = 64;
    private static final Preparation SIGNING = Preparation.plain(Operation.SIGN);
    private static final Preparation VERIFYING = Preparation.plain(Operation.VERIFY);

    private Ecdsa() {}

    /**
     * Signs. The per-message secret is random; timing does not depend on the key.
     *
     * @param key a private EC key
     * @param digest 1 to 64 bytes; libcrypto truncates it to the order's size
     * @return the DER {@code Ecdsa-Sig-Value}
     */
    public static byte[] sign(EvpKey key, byte[] digest) {
        requireDigest(key, digest);
        // SEQUENCE and two INTEGERs, each with up to 3 bytes of header and a leading zero.
        int maxBytes = 2 * (PkeyOperation.modulusBytes(key) + 4) + 4;
        return PkeyOperation.sign(key, digest, maxBytes, SIGNING);
    }

    /**
     * Verifies.
     *
     * @param signature the DER {@code Ecdsa-Sig-Value}; anything malformed, non-canonical or oversized is false
     */
    public static boolean verify(EvpKey key, byte[] digest, byte[] signature) {
        requireDigest(key, digest);
        int maxBytes = 2 * (PkeyOperation.modulusBytes(key) + 4) + 4;
        return signature.length <= maxBytes && PkeyOperation.verify(key, digest, signature, VERIFYING);
    }

    private static void requireDigest(EvpKey key, byte[] digest) {
        key.requireType(KeyType.EC);
        if (digest.length == 0 || digest.length > MAX_DIGEST_BYTES) {
            throw new IllegalArgumentException("a digest of " + digest.length + " bytes");
        }
    }
}

package org.wardkey.provider.operation;

/**
 * How ML-DSA takes its message: with a context string, hashed first, or as the value μ that somebody else computed of it.
 * Without these parameters it is pure and has no context string. For {@code Signature.setParameter}, before the message;
 * OpenSSL 3.5 has it, the JDK does not. Immutable.
 *
 * <p>Source: FIPS 204 §5.
 */
public final class MlDsaParameters extends ContextParameters {
    /** Pure, without a context string: what holds without parameters. */
    public static final MlDsaParameters PURE = new MlDsaParameters(new byte[0], Digest.NONE, false);

    private static final MlDsaParameters EXTERNAL_MU = new MlDsaParameters(new byte[0], Digest.NONE, true);

    private final boolean externalMu;

    private MlDsaParameters(byte[] context, Digest preHash, boolean externalMu) {
        super(context, preHash);
        this.externalMu = externalMu;
    }

    /**
     * Pure ML-DSA. Source: FIPS 204 algorithm 2.
     *
     * @param context the context string, up to 255 bytes; copied
     * @return the parameters
     * @throws IllegalArgumentException if the context string is too long
     */
    public static MlDsaParameters pure(byte[] context) {
        return new MlDsaParameters(context, Digest.NONE, false);
    }

    /**
     * HashML-DSA. Source: FIPS 204 algorithm 4.
     *
     * @param digest the hash function: SHA-2, SHA-3, SHAKE128 with 256 or SHAKE256 with 512 bits
     * @param context the context string, up to 255 bytes; copied
     * @return the parameters
     * @throws IllegalArgumentException if the context string is too long, or the hash function is none of these
     */
    public static MlDsaParameters preHash(Digest digest, byte[] context) {
        return new MlDsaParameters(context, requirePreHash(digest), false);
    }

    /**
     * The message is μ: 64 bytes that whoever has the public key, the context string and the message computes of them.
     * Source: FIPS 204 algorithm 7 line 6, algorithm 8 line 7.
     *
     * @return the parameters
     */
    public static MlDsaParameters externalMu() {
        return EXTERNAL_MU;
    }

    @Override
    public boolean isExternalMu() {
        return externalMu;
    }
}

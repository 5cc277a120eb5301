package org.wardkey.provider.operation;

/**
 * How SLH-DSA takes its message: with a context string, or hashed first. Without these parameters it is pure and has no
 * context string. For {@code Signature.setParameter}, before the message. Immutable.
 *
 * <p>Source: FIPS 205 §10.
 */
public final class SlhDsaParameters extends ContextParameters {
    /** Pure, without a context string: what holds without parameters. */
    public static final SlhDsaParameters PURE = new SlhDsaParameters(new byte[0], Digest.NONE);

    private SlhDsaParameters(byte[] context, Digest preHash) {
        super(context, preHash);
    }

    /**
     * Pure SLH-DSA. Source: FIPS 205 algorithm 22.
     *
     * @param context the context string, up to 255 bytes; copied
     * @return the parameters
     * @throws IllegalArgumentException if the context string is too long
     */
    public static SlhDsaParameters pure(byte[] context) {
        return new SlhDsaParameters(context, Digest.NONE);
    }

    /**
     * HashSLH-DSA. Source: FIPS 205 algorithm 23.
     *
     * @param digest the hash function: SHA-2, SHA-3, SHAKE128 with 256 or SHAKE256 with 512 bits
     * @param context the context string, up to 255 bytes; copied
     * @return the parameters
     * @throws IllegalArgumentException if the context string is too long, or the hash function is none of these
     */
    public static SlhDsaParameters preHash(Digest digest, byte[] context) {
        return new SlhDsaParameters(context, requirePreHash(digest));
    }
}

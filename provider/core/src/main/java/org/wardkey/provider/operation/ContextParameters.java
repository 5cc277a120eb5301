package org.wardkey.provider.operation;

import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;

/**
 * How EdDSA, ML-DSA or SLH-DSA takes its message: with a context string, or hashed first. Immutable.
 *
 * <p>Source: RFC 8032 §5, FIPS 204 §5, FIPS 205 §10.
 */
public abstract sealed class ContextParameters implements AlgorithmParameterSpec
        permits EdDsaParameters, MlDsaParameters, SlhDsaParameters {
    private static final int MAX_CONTEXT_BYTES = 255;

    private final byte[] context;
    private final Digest preHash;

    ContextParameters(byte[] context, Digest preHash) {
        if (context.length > MAX_CONTEXT_BYTES) {
            throw new IllegalArgumentException("Expected a context string of at most " + MAX_CONTEXT_BYTES
                    + " bytes, got " + context.length + ".");
        }
        this.context = context.clone();
        this.preHash = preHash;
    }

    static Digest requirePreHash(Digest digest) {
        if (digest == Digest.NONE || digest == Digest.SHA_1) {
            throw new IllegalArgumentException("Expected SHA-2, SHA-3 or SHAKE, got " + digest + ".");
        }
        return digest;
    }

    /** @return the context string; a copy */
    public byte[] context() {
        return context.clone();
    }

    /** @return the hash function; {@link Digest#NONE} where the message is signed itself */
    public Digest preHash() {
        return preHash;
    }

    /** @return whether the message is what somebody else computed of it; see {@link MlDsaParameters#externalMu} */
    public boolean isExternalMu() {
        return false;
    }

    /** @return whether it is what holds without parameters: the message itself is signed, without a context string */
    public boolean isDefault() {
        return context.length == 0 && preHash == Digest.NONE && !isExternalMu();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContextParameters that
                && getClass() == that.getClass()
                && isExternalMu() == that.isExternalMu()
                && preHash == that.preHash
                && Arrays.equals(context, that.context);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(context) + preHash.hashCode() + Boolean.hashCode(isExternalMu());
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "["
                + (isExternalMu() ? "external mu" : preHash == Digest.NONE ? "pure" : preHash.standardName())
                + ", a context string of " + context.length + " bytes]";
    }
}

package org.wardkey.provider.operation;

import java.security.spec.EdDSAParameterSpec;
import java.util.Optional;

/**
 * EdDSA as other than its pure self: Ed25519ctx, Ed25519ph, Ed448 with a context string, Ed448ph. For engines; applications
 * give {@code Signature.setParameter} the JDK's own {@link EdDSAParameterSpec}. The hash function of pre-hash goes without
 * saying, so that {@link #preHash} names none. Immutable.
 *
 * <p>Source: RFC 8032 §5.1, §5.2.
 */
public final class EdDsaParameters extends ContextParameters {
    private final EdDSAParameterSpec spec;

    private EdDsaParameters(EdDSAParameterSpec spec, byte[] context) {
        super(context, Digest.NONE);
        this.spec = spec;
    }

    /**
     * Tells whether parameters say what holds without them: no pre-hash and no context string. An empty context string is
     * one: it makes Ed25519ctx of Ed25519.
     *
     * @param spec the parameters
     * @return whether they do
     */
    public static boolean isPure(EdDSAParameterSpec spec) {
        return !spec.isPrehash() && spec.getContext().isEmpty();
    }

    /**
     * Takes the JDK's parameters.
     *
     * @param spec the parameters, not pure ones
     * @return the same
     * @throws IllegalArgumentException if they are pure, or their context string is longer than 255 bytes
     */
    public static EdDsaParameters of(EdDSAParameterSpec spec) {
        boolean preHash = spec.isPrehash();
        Optional<byte[]> context = spec.getContext();
        if (!preHash && context.isEmpty()) {
            throw new IllegalArgumentException("Expected a context string or pre-hash, got neither.");
        }
        // Anybody can extend the JDK's class: what was looked at is kept, or an engine could be told something else.
        return new EdDsaParameters(
                context.map(octets -> new EdDSAParameterSpec(preHash, octets))
                        .orElseGet(() -> new EdDSAParameterSpec(preHash)),
                context.orElseGet(() -> new byte[0]));
    }

    /** @return the JDK's form of it */
    public EdDSAParameterSpec spec() {
        return spec;
    }

    @Override
    public boolean isDefault() {
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof EdDsaParameters that
                && spec.isPrehash() == that.spec.isPrehash()
                && spec.getContext().isPresent() == that.spec.getContext().isPresent();
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Boolean.hashCode(spec.isPrehash());
    }

    @Override
    public String toString() {
        return "EdDsaParameters[" + (spec.isPrehash() ? "pre-hash" : "no pre-hash") + ", a context string of "
                + context().length + " bytes]";
    }
}

package org.wardkey.provider.spi;

import java.security.AlgorithmParameters;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.PolicyDeniedSignatureException;

/**
 * {@code Signature} of an algorithm that the policy denies and Wardkey does not have. It takes every key, since the
 * JCA would go on to the next provider otherwise, and refuses to sign and to verify. Not thread-safe.
 */
public final class RefusingSignatureSpi extends SignatureSpi {
    private final String name;

    /**
     * Sets the SPI up.
     *
     * @param name the algorithm that is refused, for messages
     */
    public RefusingSignatureSpi(String name) {
        this.name = name;
    }

    @Override
    protected void engineInitVerify(PublicKey key) {
        // Nothing may be thrown here: the next provider would take over.
    }

    @Override
    protected void engineInitSign(PrivateKey key) {
        // Nothing may be thrown here: the next provider would take over.
    }

    @Override
    protected void engineUpdate(byte input) {
        // Refused at the end, as every denial of a signature is.
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        // Refused at the end, as every denial of a signature is.
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        throw new PolicyDeniedSignatureException(RefusingCipherSpi.denied("Signature", name));
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
        throw new PolicyDeniedSignatureException(RefusingCipherSpi.denied("Signature", name));
    }

    @Override
    protected void engineSetParameter(@Nullable AlgorithmParameterSpec parameters) {
        // Whatever they are, it is refused.
    }

    @Override
    protected @Nullable AlgorithmParameters engineGetParameters() {
        return null;
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester")
    protected void engineSetParameter(String name, Object value) {
        throw new InvalidParameterException("Expected an AlgorithmParameterSpec; parameters by name are not taken.");
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
        throw new InvalidParameterException("Parameters by name are not given; ask for AlgorithmParameters.");
    }
}

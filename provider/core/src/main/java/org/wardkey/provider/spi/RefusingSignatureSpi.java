package org.wardkey.provider.spi;

import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.PolicyDeniedSignatureException;

/**
 * {@code Signature} of an algorithm that the policy denies in the whole JVM. It takes the keys that it refuses, since
 * the JCA would go on to the next provider otherwise, and refuses to sign and to verify; other keys it serves if Wardkey
 * has the algorithm. Not thread-safe.
 */
public final class RefusingSignatureSpi extends SignatureSpi {
    private final String name;
    private final RefusedKeys refused;
    private final @Nullable RoutingSignatureSpi own;
    private boolean refusing = true;
    private @Nullable AlgorithmParameterSpec early;

    /**
     * Sets the SPI up.
     *
     * @param name the algorithm that is refused, for messages
     * @param refused the keys that it is refused to
     * @param own what serves the others, a {@link RoutingSignatureSpi}; null if Wardkey does not have the algorithm
     */
    public RefusingSignatureSpi(String name, RefusedKeys refused, @Nullable Object own) {
        this.name = name;
        this.refused = refused;
        this.own = (RoutingSignatureSpi) own;
    }

    /** What serves the present key; null if it is refused. */
    private @Nullable RoutingSignatureSpi serving() {
        return refusing ? null : own;
    }

    private @Nullable RoutingSignatureSpi take(@Nullable Key key) throws InvalidKeyException {
        refusing = refused.takes(key, own != null, name);
        RoutingSignatureSpi present = serving();
        if (present != null && early != null) {
            AlgorithmParameterSpec parameters = early;
            early = null;
            try {
                present.engineSetParameter(parameters);
            } catch (InvalidAlgorithmParameterException e) {
                throw new InvalidKeyException(
                        "Expected parameters for the key, got some that do not fit: " + e.getMessage(), e);
            }
        }
        return present;
    }

    @Override
    protected void engineInitVerify(@Nullable PublicKey key) throws InvalidKeyException {
        RoutingSignatureSpi present = take(key);
        if (present != null) {
            present.engineInitVerify(key);
        }
    }

    @Override
    protected void engineInitSign(@Nullable PrivateKey key) throws InvalidKeyException {
        RoutingSignatureSpi present = take(key);
        if (present != null) {
            present.engineInitSign(key);
        }
    }

    @Override
    protected void engineUpdate(byte input) throws SignatureException {
        engineUpdate(new byte[] {input}, 0, 1);
    }

    /** Refused at the end, as every denial of a signature is. */
    @Override
    protected void engineUpdate(byte[] input, int offset, int length) throws SignatureException {
        RoutingSignatureSpi present = serving();
        if (present != null) {
            present.engineUpdate(input, offset, length);
        }
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        RoutingSignatureSpi present = serving();
        if (present == null) {
            throw new PolicyDeniedSignatureException(RefusingCipherSpi.denied("Signature", name));
        }
        return present.engineSign();
    }

    @Override
    protected int engineSign(byte[] output, int offset, int length) throws SignatureException {
        RoutingSignatureSpi present = serving();
        if (present == null) {
            throw new PolicyDeniedSignatureException(RefusingCipherSpi.denied("Signature", name));
        }
        return present.engineSign(output, offset, length);
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
        RoutingSignatureSpi present = serving();
        if (present == null) {
            throw new PolicyDeniedSignatureException(RefusingCipherSpi.denied("Signature", name));
        }
        return present.engineVerify(signature);
    }

    /**
     * May come before the key, and is kept for it then. With a refused key every parameter is taken: whoever refused one
     * would send the caller to the next provider.
     */
    @Override
    protected void engineSetParameter(@Nullable AlgorithmParameterSpec parameters)
            throws InvalidAlgorithmParameterException {
        RoutingSignatureSpi present = serving();
        if (present != null) {
            present.engineSetParameter(parameters);
        } else {
            early = parameters;
        }
    }

    @Override
    protected @Nullable AlgorithmParameters engineGetParameters() {
        RoutingSignatureSpi present = serving();
        return present == null ? null : present.engineGetParameters();
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

package org.wardkey.provider.spi;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;

/**
 * {@code KeyAgreement} of an algorithm that the policy denies in the whole JVM. It takes the keys that it refuses,
 * since the JCA would go on to the next provider otherwise, and gives no secret; other keys it serves if Wardkey has
 * the algorithm. Not thread-safe.
 */
public final class RefusingKeyAgreementSpi extends KeyAgreementSpi {
    private final String name;
    private final RefusedKeys refused;
    private final @Nullable RoutingKeyAgreementSpi own;
    private boolean refusing = true;

    /**
     * Sets the SPI up.
     *
     * @param name the algorithm that is refused, for messages
     * @param refused the keys that it is refused to
     * @param own what serves the others, a {@link RoutingKeyAgreementSpi}; null if Wardkey does not have the algorithm
     */
    public RefusingKeyAgreementSpi(String name, RefusedKeys refused, @Nullable Object own) {
        this.name = name;
        this.refused = refused;
        this.own = (RoutingKeyAgreementSpi) own;
    }

    /** What serves the present key; null if it is refused. */
    private @Nullable RoutingKeyAgreementSpi serving() {
        return refusing ? null : own;
    }

    @Override
    protected void engineInit(@Nullable Key key, @Nullable SecureRandom random) throws InvalidKeyException {
        RoutingKeyAgreementSpi present = take(key);
        if (present != null) {
            present.engineInit(key, random);
        }
    }

    @Override
    protected void engineInit(
            @Nullable Key key, @Nullable AlgorithmParameterSpec parameters, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        RoutingKeyAgreementSpi present = take(key);
        if (present != null) {
            present.engineInit(key, parameters, random);
        }
    }

    private @Nullable RoutingKeyAgreementSpi take(@Nullable Key key) throws InvalidKeyException {
        refusing = refused.takes(key, own != null, name);
        return serving();
    }

    @Override
    protected @Nullable Key engineDoPhase(@Nullable Key key, boolean lastPhase) throws InvalidKeyException {
        RoutingKeyAgreementSpi present = serving();
        return present == null ? null : present.engineDoPhase(key, lastPhase);
    }

    @Override
    protected byte[] engineGenerateSecret() {
        RoutingKeyAgreementSpi present = serving();
        if (present == null) {
            throw RefusingCipherSpi.denied("KeyAgreement", name);
        }
        return present.engineGenerateSecret();
    }

    @Override
    protected int engineGenerateSecret(byte[] output, int offset) throws ShortBufferException {
        RoutingKeyAgreementSpi present = serving();
        if (present == null) {
            throw RefusingCipherSpi.denied("KeyAgreement", name);
        }
        return present.engineGenerateSecret(output, offset);
    }

    @Override
    protected SecretKey engineGenerateSecret(String algorithm) throws NoSuchAlgorithmException {
        RoutingKeyAgreementSpi present = serving();
        if (present == null) {
            throw RefusingCipherSpi.denied("KeyAgreement", name);
        }
        return present.engineGenerateSecret(algorithm);
    }
}

package org.wardkey.provider.spi;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.gate.KeyGeneration;

/**
 * {@code KeyPairGenerator} of hybrids: plain pairs for one exchange of keys, from Wardkey's own source of random bytes.
 *
 * <p>It extends the JCA's class itself, as {@link RoutingKeyPairGenerator} does. Thread-safe.
 */
public final class HybridKeyPairGenerator extends KeyPairGenerator {
    private final SpiContext context;
    private final HybridGroup group;

    /**
     * Sets the generator up.
     *
     * @param context what it needs
     * @param group the curve and the parameter set
     */
    public HybridKeyPairGenerator(SpiContext context, HybridGroup group) {
        super(group.standardName());
        this.context = context;
        this.group = group;
    }

    @Override
    public void initialize(int sizeBits, @Nullable SecureRandom random) {
        throw new InvalidParameterException(
                "Expected no size for " + group.standardName() + ", which has one; leave initialize out.");
    }

    @Override
    public void initialize(@Nullable AlgorithmParameterSpec parameters, @Nullable SecureRandom random)
            throws InvalidAlgorithmParameterException {
        if (!(parameters instanceof NamedParameterSpec named)
                || !named.getName().equalsIgnoreCase(group.standardName())) {
            throw new InvalidAlgorithmParameterException("Expected NamedParameterSpec(\"" + group.standardName()
                    + "\"), or no initialize at all: pairs of it are for one exchange and are not managed.");
        }
    }

    @Override
    public KeyPair generateKeyPair() {
        KeyGeneration generation = context.keys().generation();
        KeyPair ofCurve = generation.plainPair(group.curve(), 0);
        KeyPair ofMlKem = generation.plainPair(group.mlKem(), 0);
        try {
            return new KeyPair(
                    new HybridKey.Public(group, ofCurve.getPublic(), ofMlKem.getPublic()),
                    new HybridKey.Private(group, ofCurve.getPrivate(), ofMlKem.getPrivate()));
        } catch (GeneralSecurityException e) {
            throw new ProviderException("Expected an engine to make valid keys.", e);
        }
    }
}

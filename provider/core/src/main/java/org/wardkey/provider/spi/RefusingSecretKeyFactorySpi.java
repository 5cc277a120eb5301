package org.wardkey.provider.spi;

import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.WardkeySecretKey;

/**
 * {@code SecretKeyFactory} of a derivation from passwords that the policy denies in the whole JVM. It gives a key that
 * nobody can use for every specification, since the JCA would go on to the next provider otherwise. Thread-safe.
 */
public final class RefusingSecretKeyFactorySpi extends SecretKeyFactorySpi {
    private final String name;

    /**
     * Sets the SPI up.
     *
     * @param name the algorithm that is refused, for messages
     */
    public RefusingSecretKeyFactorySpi(String name) {
        this.name = name;
    }

    private SecretKey refused() {
        PolicyDeniedException denied = RefusingCipherSpi.denied("SecretKeyFactory", name);
        return WardkeySecretKey.refusedDerivation(name, new Refusal(denied.code(), denied.detail()));
    }

    @Override
    protected SecretKey engineGenerateSecret(KeySpec spec) {
        return refused();
    }

    @Override
    protected KeySpec engineGetKeySpec(SecretKey key, Class<?> type) throws InvalidKeySpecException {
        throw new InvalidKeySpecException("Expected no key: " + name + " is refused in this JVM.");
    }

    @Override
    protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
        return refused();
    }
}

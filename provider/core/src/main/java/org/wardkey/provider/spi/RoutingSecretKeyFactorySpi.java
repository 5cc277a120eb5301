package org.wardkey.provider.spi;

import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.Locale;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.spec.SecretKeySpec;
import org.wardkey.provider.operation.KeyInfo;
import org.wardkey.provider.operation.WardkeyKey;
import org.wardkey.provider.secret.Encodings;

/** {@code SecretKeyFactory} for AES and HMAC keys: plain keys, and the read-back of managed ones as {@link KeyInfo}. */
public final class RoutingSecretKeyFactorySpi extends SecretKeyFactorySpi {
    private final SpiContext context;
    private final String algorithm;

    /**
     * Sets the SPI up.
     *
     * @param context what it needs
     * @param algorithm the JCA's name of the keys' algorithm
     */
    public RoutingSecretKeyFactorySpi(SpiContext context, String algorithm) {
        this.context = context;
        this.algorithm = algorithm;
    }

    @Override
    protected SecretKey engineGenerateSecret(KeySpec spec) throws InvalidKeySpecException {
        if (spec instanceof SecretKeySpec plain && matches(plain)) {
            return plain;
        }
        throw new InvalidKeySpecException("Expected a SecretKeySpec for " + algorithm + ".");
    }

    private boolean matches(SecretKey key) {
        return key.getAlgorithm().toUpperCase(Locale.ROOT).equals(algorithm.toUpperCase(Locale.ROOT));
    }

    @Override
    protected KeySpec engineGetKeySpec(SecretKey key, Class<?> type) throws InvalidKeySpecException {
        if (key instanceof WardkeyKey managed) {
            if (!type.isAssignableFrom(KeyInfo.class)) {
                throw new InvalidKeySpecException(
                        "Expected KeyInfo.class for a managed key: its material stays in the token.");
            }
            return context.keys().info(managed);
        }
        byte[] encoded = Encodings.of(key);
        if (encoded == null || !type.isAssignableFrom(SecretKeySpec.class)) {
            throw new InvalidKeySpecException("Expected a key with an encoding, and SecretKeySpec.class.");
        }
        return new SecretKeySpec(encoded, algorithm);
    }

    @Override
    protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
        if (!matches(key)) {
            throw new InvalidKeyException("Expected a key for " + algorithm + ", got " + key.getAlgorithm() + ".");
        }
        return key;
    }
}

package org.wardkey.provider.spi;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import org.wardkey.provider.operation.KeyInfo;
import org.wardkey.provider.operation.WardkeyKey;

/**
 * {@code KeyFactory}: plain keys of the JDK's classes, and the read-back of managed ones as {@link
 * KeyInfo}. Never denies.
 */
public final class RoutingKeyFactorySpi extends KeyFactorySpi {
    private final SpiContext context;
    private final KeyFactory jdk;

    /**
     * Wraps the JDK's factory.
     *
     * @param context what it needs
     * @param jdk the JDK's factory
     */
    public RoutingKeyFactorySpi(SpiContext context, KeyFactory jdk) {
        this.context = context;
        this.jdk = jdk;
    }

    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
        return jdk.generatePublic(spec);
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
        return jdk.generatePrivate(spec);
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> type) throws InvalidKeySpecException {
        if (!(key instanceof WardkeyKey managed)) {
            return jdk.getKeySpec(key, type);
        }
        if (!type.isAssignableFrom(KeyInfo.class)) {
            throw new InvalidKeySpecException(
                    "Expected KeyInfo.class for a managed key: its material stays in the token.");
        }
        return type.cast(context.keys().info(managed));
    }

    @Override
    protected Key engineTranslateKey(Key key) throws InvalidKeyException {
        return key instanceof WardkeyKey ? key : jdk.translateKey(key);
    }
}

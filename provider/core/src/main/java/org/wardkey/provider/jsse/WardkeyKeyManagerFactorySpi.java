package org.wardkey.provider.jsse;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.UnrecoverableKeyException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.gate.JdkFactories;

/**
 * {@code KeyManagerFactory} WardkeyPKIX: the JDK's own default key managers, unchanged, over any key store.
 *
 * <p>What it adds is its name. An application whose {@code ssl.KeyManagerFactory.algorithm} says {@code WardkeyPKIX} and
 * which has lost Wardkey's jars gets no TLS, where it would otherwise go on without a word. Not thread-safe before it is
 * initialised.
 */
public final class WardkeyKeyManagerFactorySpi extends KeyManagerFactorySpi {
    private final KeyManagerFactory managers;

    /**
     * Sets the SPI up.
     *
     * @throws NoSuchAlgorithmException if the JDK's TLS provider is missing
     */
    public WardkeyKeyManagerFactorySpi() throws NoSuchAlgorithmException {
        managers = JdkFactories.keyManagers();
    }

    @Override
    protected void engineInit(@Nullable KeyStore store, char @Nullable [] password)
            throws KeyStoreException, NoSuchAlgorithmException, UnrecoverableKeyException {
        managers.init(store, password);
    }

    @Override
    protected void engineInit(@Nullable ManagerFactoryParameters parameters) throws InvalidAlgorithmParameterException {
        managers.init(parameters);
    }

    @Override
    protected KeyManager[] engineGetKeyManagers() {
        return managers.getKeyManagers();
    }
}

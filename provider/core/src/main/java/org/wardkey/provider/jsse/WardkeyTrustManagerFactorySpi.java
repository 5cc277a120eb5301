package org.wardkey.provider.jsse;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.gate.JdkFactories;

/**
 * {@code TrustManagerFactory} WardkeyPKIX: the JDK's own PKIX trust managers, unchanged, over any key store.
 *
 * <p>What it adds is its name, as with {@link WardkeyKeyManagerFactorySpi}. Not thread-safe before it is initialised.
 */
public final class WardkeyTrustManagerFactorySpi extends TrustManagerFactorySpi {
    private final TrustManagerFactory managers;

    /**
     * Sets the SPI up.
     *
     * @throws NoSuchAlgorithmException if the JDK's TLS provider is missing
     */
    public WardkeyTrustManagerFactorySpi() throws NoSuchAlgorithmException {
        managers = JdkFactories.trustManagers();
    }

    @Override
    protected void engineInit(@Nullable KeyStore store) throws KeyStoreException {
        managers.init(store);
    }

    @Override
    protected void engineInit(@Nullable ManagerFactoryParameters parameters) throws InvalidAlgorithmParameterException {
        managers.init(parameters);
    }

    @Override
    protected TrustManager[] engineGetTrustManagers() {
        return managers.getTrustManagers();
    }
}

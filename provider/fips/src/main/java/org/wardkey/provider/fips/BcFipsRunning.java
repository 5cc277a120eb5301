package org.wardkey.provider.fips;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.wardkey.provider.backend.CryptographicModule;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.operation.ServiceIndicator;

/** The running module, for one runtime of the provider. Thread-safe. */
final class BcFipsRunning implements CryptographicModule.Running {
    private final ModuleJar.Loaded module;
    private final SecureRandom random;
    private final KeyBackend engine;

    BcFipsRunning(ModuleJar.Loaded module, ServiceIndicator indicator) {
        this.module = module;
        this.random = new GuardedRandom(module);
        this.engine = new BcFipsBackend(module, indicator);
    }

    @Override
    public KeyBackend engine() {
        return engine;
    }

    @Override
    public boolean approvedOnly() {
        return module.approvedOnly();
    }

    @Override
    public SecureRandom random() {
        return random;
    }

    @Override
    public boolean inErrorState() {
        return module.inErrorState();
    }

    @Override
    public KeyStoreSpi keyStore(String type) throws NoSuchAlgorithmException {
        try {
            return new BcFipsKeyStoreSpi(new Guard(module), KeyStore.getInstance(type, module.provider()));
        } catch (KeyStoreException e) {
            throw new NoSuchAlgorithmException("The module has no key store of type " + type + ".", e);
        }
    }
}

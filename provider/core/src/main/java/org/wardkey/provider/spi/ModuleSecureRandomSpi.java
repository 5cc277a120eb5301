package org.wardkey.provider.spi;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.function.Supplier;

/**
 * {@code SecureRandom}: the random bit generator of a validated module, which starts at the first byte. A seed that is
 * given is additional input of the module's generator, which never takes the place of its own entropy. Thread-safe.
 */
public final class ModuleSecureRandomSpi extends SecureRandomSpi {
    private static final long serialVersionUID = 1;

    private final transient Supplier<SecureRandom> module;

    /**
     * Sets the SPI up.
     *
     * @param module the module's generator
     */
    public ModuleSecureRandomSpi(Supplier<SecureRandom> module) {
        this.module = module;
    }

    @Override
    protected void engineSetSeed(byte[] seed) {
        module.get().setSeed(seed);
    }

    @Override
    protected void engineNextBytes(byte[] bytes) {
        module.get().nextBytes(bytes);
    }

    @Override
    protected byte[] engineGenerateSeed(int bytes) {
        return module.get().generateSeed(bytes);
    }
}

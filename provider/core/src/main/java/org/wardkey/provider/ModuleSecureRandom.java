package org.wardkey.provider;

import java.security.SecureRandom;
import org.wardkey.provider.spi.ModuleSecureRandomSpi;

/** A validated module's generator as an object, for ourselves; the module starts at the first byte. */
final class ModuleSecureRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    ModuleSecureRandom(ModuleLoader module) {
        super(new ModuleSecureRandomSpi(module::random), null);
    }

    @Override
    public String getAlgorithm() {
        return "HashDRBG";
    }
}

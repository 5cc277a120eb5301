package org.wardkey.provider;

import java.security.SecureRandom;
import java.util.function.Supplier;
import org.wardkey.provider.backend.DeviceEntropy;
import org.wardkey.provider.spi.DrbgMechanism;
import org.wardkey.provider.spi.DrbgSecureRandomSpi;

/** Our own generator as an object, for ourselves: asking the JCA would depend on the order of providers. */
final class WardkeySecureRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    WardkeySecureRandom() {
        this(() -> DeviceEntropy.NONE);
    }

    /** With what devices give beside the system. */
    WardkeySecureRandom(Supplier<DeviceEntropy> devices) {
        super(new DrbgSecureRandomSpi(DrbgMechanism.HASH, devices), null);
    }

    @Override
    public String getAlgorithm() {
        return "HashDRBG";
    }
}

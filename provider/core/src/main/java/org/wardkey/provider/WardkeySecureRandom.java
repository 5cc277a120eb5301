package org.wardkey.provider;

import java.security.SecureRandom;
import org.wardkey.provider.spi.DrbgMechanism;
import org.wardkey.provider.spi.DrbgSecureRandomSpi;

/** Our own generator as an object, for ourselves: asking the JCA would depend on the order of providers. */
final class WardkeySecureRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    WardkeySecureRandom() {
        super(new DrbgSecureRandomSpi(DrbgMechanism.HASH), null);
    }

    @Override
    public String getAlgorithm() {
        return "HashDRBG";
    }
}

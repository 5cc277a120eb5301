package org.wardkey.provider.spi;

import java.security.SecureRandomSpi;

/**
 * {@code SecureRandom}: the random number generator of a token's device, asked for every byte. Where there is no device, or it does not
 * answer, there are no bytes: nobody else's are given in its name. Thread-safe.
 */
public final class TokenSecureRandomSpi extends SecureRandomSpi {
    private static final long serialVersionUID = 1;

    private final transient SpiContext context;

    /**
     * Sets the SPI up.
     *
     * @param context what it needs
     */
    public TokenSecureRandomSpi(SpiContext context) {
        this.context = context;
    }

    /** Ignored: it would supplement the device's own entropy, which is what was asked for. */
    @Override
    protected void engineSetSeed(byte[] seed) {}

    @Override
    protected void engineNextBytes(byte[] bytes) {
        byte[] random = engineGenerateSeed(bytes.length);
        System.arraycopy(random, 0, bytes, 0, bytes.length);
    }

    @Override
    protected byte[] engineGenerateSeed(int length) {
        return context.keys().generation().deviceRandom(length, context.view());
    }

    @Override
    public String toString() {
        return "TPM2";
    }
}

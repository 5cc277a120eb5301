package org.wardkey.provider.backend;

import org.wardkey.provider.secret.SecretBytes;

/**
 * What encapsulation gives: the shared secret, and its ciphertext for the owner of the key. Closing it zeroes the secret.
 *
 * <p>Source: FIPS 203 §7.2.
 */
public final class EncapsulatedSecret implements AutoCloseable {
    private final SecretBytes sharedSecret;
    private final byte[] ciphertext;

    /**
     * Holds both.
     *
     * @param sharedSecret the shared secret K; owned
     * @param ciphertext the ciphertext c; owned
     */
    public EncapsulatedSecret(SecretBytes sharedSecret, byte[] ciphertext) {
        this.sharedSecret = sharedSecret;
        this.ciphertext = ciphertext;
    }

    /** @return the shared secret; owned by this object */
    public SecretBytes sharedSecret() {
        return sharedSecret;
    }

    /** @return the ciphertext; a copy */
    public byte[] ciphertext() {
        return ciphertext.clone();
    }

    @Override
    public void close() {
        sharedSecret.close();
    }
}

package org.wardkey.provider.spi;

import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.Mac;

/**
 * HMAC_DRBG with SHA-256. Not thread-safe; takes time that depends on lengths alone.
 *
 * <p>Source: SP 800-90A Rev. 1 §10.1.2.
 */
final class HmacDrbg implements Drbg {
    private static final int OUTPUT_BYTES = 32;

    private final Mac hmac;
    private byte[] key = new byte[OUTPUT_BYTES];
    private byte[] v = new byte[OUTPUT_BYTES];
    private long reseedCounter;

    /**
     * Instantiates. Source: §10.1.2.3.
     *
     * @param hmac HMAC-SHA-256, an object of its own
     * @param entropyInput at least 32 bytes; wiped by the caller
     * @param nonce at least 16 bytes
     * @param personalization any bytes
     */
    HmacDrbg(Mac hmac, byte[] entropyInput, byte[] nonce, byte[] personalization) {
        this.hmac = hmac;
        Arrays.fill(v, (byte) 1);
        initialize();
        update(entropyInput, nonce, personalization);
        reseedCounter = 1;
    }

    private void initialize() {
        try (WipedKey wiped = new WipedKey(key.clone())) {
            hmac.init(wiped);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("Expected HMAC to take any key.", e);
        }
    }

    /** V = HMAC(Key, V). */
    private void next() {
        byte[] old = v;
        v = hmac.doFinal(old);
        Arrays.fill(old, (byte) 0);
    }

    /** Source: §10.1.2.2. */
    private void update(byte[]... provided) {
        int bytes = 0;
        for (byte[] part : provided) {
            bytes += part.length;
        }
        rekey((byte) 0, provided);
        if (bytes > 0) {
            rekey((byte) 1, provided);
        }
    }

    private void rekey(byte separator, byte[]... provided) {
        hmac.update(v);
        hmac.update(separator);
        for (byte[] part : provided) {
            hmac.update(part);
        }
        byte[] old = key;
        key = hmac.doFinal();
        Arrays.fill(old, (byte) 0);
        initialize();
        next();
    }

    /** Source: §10.1.2.4. */
    @Override
    public void reseed(byte[] entropyInput, byte[] additionalInput) {
        update(entropyInput, additionalInput);
        reseedCounter = 1;
    }

    @Override
    public long reseedCounter() {
        return reseedCounter;
    }

    /** Source: §10.1.2.5. */
    @Override
    public void generate(byte[] output, int offset, int length, byte[] additionalInput) {
        Drbg.requireRequest(length);
        if (additionalInput.length > 0) {
            update(additionalInput);
        }
        for (int done = 0; done < length; done += OUTPUT_BYTES) {
            next();
            System.arraycopy(v, 0, output, offset + done, Math.min(OUTPUT_BYTES, length - done));
        }
        update(additionalInput);
        reseedCounter++;
    }
}

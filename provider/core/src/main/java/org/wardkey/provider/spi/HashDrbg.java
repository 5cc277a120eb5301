package org.wardkey.provider.spi;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Hash_DRBG with SHA-256: security strength 256 bits, no prediction resistance of its own. Not
 * thread-safe. Array arithmetic is big-endian and takes time that depends on lengths alone.
 *
 * <p>Source: SP 800-90A Rev. 1 §10.1.1.
 */
final class HashDrbg implements Drbg {
    private static final int SEED_BYTES = 55;
    private static final int SEED_BITS = SEED_BYTES * 8;
    private static final int OUTPUT_BYTES = 32;

    private final MessageDigest sha256;
    private final byte[] v = new byte[SEED_BYTES];
    private final byte[] c = new byte[SEED_BYTES];
    private long reseedCounter;

    /**
     * Instantiates. Source: §10.1.1.2.
     *
     * @param sha256 an object of its own
     * @param entropyInput at least 32 bytes; wiped by the caller
     * @param nonce at least 16 bytes
     * @param personalization any bytes
     */
    HashDrbg(MessageDigest sha256, byte[] entropyInput, byte[] nonce, byte[] personalization) {
        this.sha256 = sha256;
        seed(derive(entropyInput, nonce, personalization));
    }

    /** Source: §10.1.1.3. */
    @Override
    public void reseed(byte[] entropyInput, byte[] additionalInput) {
        seed(derive(new byte[] {1}, v, entropyInput, additionalInput));
    }

    private void seed(byte[] seed) {
        System.arraycopy(seed, 0, v, 0, SEED_BYTES);
        Arrays.fill(seed, (byte) 0);
        byte[] constant = derive(new byte[] {0}, v);
        System.arraycopy(constant, 0, c, 0, SEED_BYTES);
        Arrays.fill(constant, (byte) 0);
        reseedCounter = 1;
    }

    /** Hash_df for 440 bits. Source: §10.3.1. */
    private byte[] derive(byte[]... inputs) {
        byte[] seed = new byte[SEED_BYTES];
        byte[] block = new byte[OUTPUT_BYTES];
        for (int offset = 0, counter = 1; offset < SEED_BYTES; offset += OUTPUT_BYTES, counter++) {
            sha256.update((byte) counter);
            sha256.update(new byte[] {0, 0, (byte) (SEED_BITS >> 8), (byte) SEED_BITS});
            for (byte[] input : inputs) {
                sha256.update(input);
            }
            digestInto(block);
            System.arraycopy(block, 0, seed, offset, Math.min(OUTPUT_BYTES, SEED_BYTES - offset));
        }
        Arrays.fill(block, (byte) 0);
        return seed;
    }

    private void digestInto(byte[] block) {
        byte[] hash = sha256.digest();
        System.arraycopy(hash, 0, block, 0, OUTPUT_BYTES);
        Arrays.fill(hash, (byte) 0);
    }

    @Override
    public long reseedCounter() {
        return reseedCounter;
    }

    /** Source: §10.1.1.4. */
    @Override
    public void generate(byte[] output, int offset, int length, byte[] additionalInput) {
        Drbg.requireRequest(length);
        if (additionalInput.length > 0) {
            sha256.update((byte) 2);
            sha256.update(v);
            sha256.update(additionalInput);
            add(v, sha256.digest());
        }
        hashgen(output, offset, length);
        sha256.update((byte) 3);
        sha256.update(v);
        byte[] h = sha256.digest();
        add(v, h);
        Arrays.fill(h, (byte) 0);
        add(v, c);
        add(v, counterBytes());
        reseedCounter++;
    }

    private byte[] counterBytes() {
        return java.nio.ByteBuffer.allocate(Long.BYTES).putLong(reseedCounter).array();
    }

    private void hashgen(byte[] output, int offset, int length) {
        byte[] data = v.clone();
        for (int done = 0; done < length; done += OUTPUT_BYTES) {
            byte[] block = sha256.digest(data);
            System.arraycopy(block, 0, output, offset + done, Math.min(OUTPUT_BYTES, length - done));
            Arrays.fill(block, (byte) 0);
            add(data, ONE);
        }
        Arrays.fill(data, (byte) 0);
    }

    private static final byte[] ONE = {1};

    /** a = (a + b) mod 2^440, right-aligned. */
    private static void add(byte[] a, byte[] b) {
        int carry = 0;
        for (int i = a.length - 1, j = b.length - 1; i >= 0; i--, j--) {
            carry += (a[i] & 0xff) + (j >= 0 ? b[j] & 0xff : 0);
            a[i] = (byte) carry;
            carry >>>= 8;
        }
    }
}

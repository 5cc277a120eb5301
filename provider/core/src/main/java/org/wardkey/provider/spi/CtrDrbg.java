package org.wardkey.provider.spi;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;

/**
 * CTR_DRBG with AES-256 and the derivation function. Not thread-safe. Takes time that depends on lengths alone where the
 * cipher does: with AES instructions.
 *
 * <p>Source: SP 800-90A Rev. 1 §10.2.1.
 */
final class CtrDrbg implements Drbg {
    private static final int KEY_BYTES = 32;
    private static final int BLOCK_BYTES = 16;
    private static final int SEED_BYTES = KEY_BYTES + BLOCK_BYTES;
    private static final int CHUNK_BYTES = 4096;

    private final Cipher aes;
    private final byte[] key = new byte[KEY_BYTES];
    private final byte[] v = new byte[BLOCK_BYTES];
    private long reseedCounter;

    /**
     * Instantiates. Source: §10.2.1.3.2.
     *
     * @param aes AES in ECB mode without padding, an object of its own
     * @param entropyInput at least 32 bytes; wiped by the caller
     * @param nonce at least 16 bytes
     * @param personalization any bytes
     */
    CtrDrbg(Cipher aes, byte[] entropyInput, byte[] nonce, byte[] personalization) {
        this.aes = aes;
        seed(derive(entropyInput, nonce, personalization));
    }

    private void seed(byte[] seed) {
        update(seed);
        Arrays.fill(seed, (byte) 0);
        reseedCounter = 1;
    }

    private void initialize(byte[] newKey) {
        try (WipedKey wiped = new WipedKey(newKey.clone(), "AES")) {
            aes.init(Cipher.ENCRYPT_MODE, wiped);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected AES to take a key of 256 bits.", e);
        }
    }

    private void encrypt(byte[] input, int length, byte[] output, int offset) {
        try {
            aes.update(input, 0, length, output, offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected AES in ECB mode to take whole blocks.", e);
        }
    }

    /** Source: §10.2.1.2. */
    private void update(byte[] provided) {
        initialize(key);
        byte[] blocks = counters(SEED_BYTES);
        encrypt(blocks, SEED_BYTES, blocks, 0);
        for (int i = 0; i < SEED_BYTES; i++) {
            blocks[i] ^= provided[i];
        }
        System.arraycopy(blocks, 0, key, 0, KEY_BYTES);
        System.arraycopy(blocks, KEY_BYTES, v, 0, BLOCK_BYTES);
        Arrays.fill(blocks, (byte) 0);
    }

    /** V+1, V+2 and so on; the last one is V then. */
    private byte[] counters(int bytes) {
        byte[] counters = new byte[bytes];
        for (int at = 0; at < bytes; at += BLOCK_BYTES) {
            int carry = 1;
            for (int i = BLOCK_BYTES - 1; i >= 0; i--) {
                carry += v[i] & 0xff;
                v[i] = (byte) carry;
                carry >>>= Byte.SIZE;
            }
            System.arraycopy(v, 0, counters, at, BLOCK_BYTES);
        }
        return counters;
    }

    /** Block_Cipher_df for 384 bits. Source: §10.3.2. */
    private byte[] derive(byte[]... inputs) {
        int size = 0;
        for (byte[] input : inputs) {
            size += input.length;
        }
        int padded = (2 * Integer.BYTES + size + 1 + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
        ByteBuffer s = ByteBuffer.allocate(padded).putInt(size).putInt(SEED_BYTES);
        for (byte[] input : inputs) {
            s.put(input);
        }
        s.put((byte) 0x80);
        byte[] constant = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            constant[i] = (byte) i;
        }
        initialize(constant);
        byte[] temporary = new byte[SEED_BYTES];
        for (int i = 0; i < SEED_BYTES / BLOCK_BYTES; i++) {
            chain(i, s.array(), temporary, i * BLOCK_BYTES);
        }
        Arrays.fill(s.array(), (byte) 0);
        byte[] x = Arrays.copyOfRange(temporary, KEY_BYTES, SEED_BYTES);
        byte[] derivedKey = Arrays.copyOf(temporary, KEY_BYTES);
        initialize(derivedKey);
        for (int at = 0; at < SEED_BYTES; at += BLOCK_BYTES) {
            encrypt(x, BLOCK_BYTES, x, 0);
            System.arraycopy(x, 0, temporary, at, BLOCK_BYTES);
        }
        Arrays.fill(x, (byte) 0);
        Arrays.fill(derivedKey, (byte) 0);
        return temporary;
    }

    /** BCC of a counter's block and the data. Source: §10.3.3. */
    private void chain(int counter, byte[] data, byte[] output, int offset) {
        byte[] chaining = ByteBuffer.allocate(BLOCK_BYTES).putInt(counter).array();
        encrypt(chaining, BLOCK_BYTES, chaining, 0);
        for (int at = 0; at < data.length; at += BLOCK_BYTES) {
            for (int i = 0; i < BLOCK_BYTES; i++) {
                chaining[i] ^= data[at + i];
            }
            encrypt(chaining, BLOCK_BYTES, chaining, 0);
        }
        System.arraycopy(chaining, 0, output, offset, BLOCK_BYTES);
        Arrays.fill(chaining, (byte) 0);
    }

    /** Source: §10.2.1.4.2. */
    @Override
    public void reseed(byte[] entropyInput, byte[] additionalInput) {
        seed(derive(entropyInput, additionalInput));
    }

    @Override
    public long reseedCounter() {
        return reseedCounter;
    }

    /** Source: §10.2.1.5.2. */
    @Override
    public void generate(byte[] output, int offset, int length, byte[] additionalInput) {
        Drbg.requireRequest(length);
        byte[] additional = new byte[SEED_BYTES];
        if (additionalInput.length > 0) {
            additional = derive(additionalInput);
            update(additional);
        }
        initialize(key);
        for (int done = 0; done < length; done += CHUNK_BYTES) {
            int wanted = Math.min(CHUNK_BYTES, length - done);
            byte[] blocks = counters((wanted + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES);
            encrypt(blocks, blocks.length, blocks, 0);
            System.arraycopy(blocks, 0, output, offset + done, wanted);
            Arrays.fill(blocks, (byte) 0);
        }
        update(additional);
        Arrays.fill(additional, (byte) 0);
        reseedCounter++;
    }
}

package org.wardkey.conformance;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;

/**
 * The Monte Carlo tests of AES in ECB, CBC, OFB and CFB128: 100 results, each the last of 1 000 operations on one block, and each
 * deciding key, initialisation vector and block of the next.
 *
 * <p>Source: ACVP specification, "Symmetric Block Ciphers", "Monte Carlo tests for block ciphers"; AESAVS §6.4.
 */
final class AesMonteCarlo {
    private static final int OUTER_ROUNDS = 100;
    private static final int INNER_ROUNDS = 1000;

    private final BlockMode mode;
    private final boolean encrypt;
    private final Cipher cipher;
    private byte[] last = new byte[BlockMode.BLOCK_BYTES];
    private byte[] beforeLast = new byte[BlockMode.BLOCK_BYTES];

    AesMonteCarlo(BlockMode mode, boolean encrypt, Cipher cipher) {
        this.mode = mode;
        this.encrypt = encrypt;
        this.cipher = cipher;
    }

    /** The chain from its first key, vector (ignored in ECB) and block. */
    List<Fields> results(byte[] firstKey, byte[] firstIv, byte[] firstBlock) throws GeneralSecurityException {
        List<Fields> results = new ArrayList<>();
        byte[] key = firstKey;
        byte[] iv = firstIv;
        byte[] block = firstBlock;
        for (int i = 0; i < OUTER_ROUNDS; i++) {
            inner(key, iv, block, INNER_ROUNDS);
            Fields keyed = mode.hasIv() ? Fields.octets("key", key).with("iv", iv) : Fields.octets("key", key);
            results.add(keyed.with(encrypt ? "pt" : "ct", block).with(encrypt ? "ct" : "pt", last));
            key = nextKey(key);
            iv = last;
            block = mode.hasIv() ? beforeLast : last;
        }
        return results;
    }

    /** Some rounds of the inner chain; gives the last output and the one before it. */
    byte[][] chain(byte[] key, byte[] iv, byte[] block, int rounds) throws GeneralSecurityException {
        inner(key, iv, block, rounds);
        return new byte[][] {last, beforeLast};
    }

    private void inner(byte[] key, byte[] iv, byte[] block, int rounds) throws GeneralSecurityException {
        mode.init(cipher, encrypt, key, iv);
        byte[] in = block;
        last = iv;
        for (int j = 0; j < rounds; j++) {
            byte[] out = cipher.update(in);
            if (out == null || out.length != BlockMode.BLOCK_BYTES) {
                throw new GeneralSecurityException(
                        "update of one block gave " + (out == null ? 0 : out.length) + " bytes, without padding");
            }
            in = mode.hasIv() ? last : out;
            beforeLast = last;
            last = out;
        }
        cipher.doFinal();
    }

    private byte[] nextKey(byte[] key) {
        byte[] outputs = Encodings.concat(beforeLast, last);
        byte[] mask = Arrays.copyOfRange(outputs, outputs.length - key.length, outputs.length);
        byte[] next = key.clone();
        for (int i = 0; i < next.length; i++) {
            next[i] ^= mask[i];
        }
        return next;
    }
}

package org.wardkey.conformance;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;

/**
 * The Monte Carlo tests of triple DES in ECB, CBC and CFB64: 400 results, each the last of 10 000 operations on one
 * block, and each deciding keys, initialisation vector and block of the next.
 *
 * <p>The three keys take up the last three outputs, last one first; where the third key is the first, it stays so.
 * Source: ACVP specification, "Symmetric Block Ciphers", "Monte Carlo tests - TDES"; SP 800-20.
 */
final class TdesMonteCarlo {
    static final int OUTER_ROUNDS = 400;
    private static final int INNER_ROUNDS = 10_000;
    private static final int KEYS = 3;

    private final TdesMode mode;
    private final boolean encrypt;
    private final Cipher cipher;
    private final boolean twoKeys;
    /** The outputs, last one first. */
    private byte[][] outputs = new byte[KEYS][];

    private byte[] nextIv = new byte[0];
    private byte[] nextBlock = new byte[0];

    TdesMonteCarlo(TdesMode mode, boolean encrypt, Cipher cipher, boolean twoKeys) {
        this.mode = mode;
        this.encrypt = encrypt;
        this.cipher = cipher;
        this.twoKeys = twoKeys;
    }

    /** The first results of the chain from its first keys, vector (ignored in ECB) and block. */
    List<Fields> results(byte[] firstKey, byte[] firstIv, byte[] firstBlock, int count)
            throws GeneralSecurityException {
        List<Fields> results = new ArrayList<>();
        byte[] key = firstKey;
        byte[] iv = firstIv;
        byte[] block = firstBlock;
        for (int i = 0; i < count; i++) {
            inner(key, iv, block);
            Fields keyed = Fields.NONE;
            for (int k = 0; k < KEYS; k++) {
                keyed = keyed.with("key" + (k + 1), part(key, k));
            }
            keyed = mode.hasIv() ? keyed.with("iv", iv) : keyed;
            results.add(keyed.with(encrypt ? "pt" : "ct", block).with(encrypt ? "ct" : "pt", outputs[0]));
            key = nextKey(key);
            iv = nextIv;
            block = nextBlock;
        }
        return results;
    }

    private void inner(byte[] key, byte[] iv, byte[] block) throws GeneralSecurityException {
        mode.init(cipher, encrypt, key, iv);
        Arrays.fill(outputs, iv);
        byte[] in = block;
        byte[] given = block;
        for (int j = 0; j < INNER_ROUNDS; j++) {
            byte[] out = cipher.update(in);
            if (out == null || out.length != TdesMode.BLOCK_BYTES) {
                throw new GeneralSecurityException(
                        "update of one block gave " + (out == null ? 0 : out.length) + " bytes, without padding");
            }
            given = in;
            in = next(in, out);
            outputs = new byte[][] {out, outputs[0], outputs[1]};
        }
        cipher.doFinal();
        nextBlock = in;
        nextIv = encrypt ? outputs[0] : given;
    }

    /** What goes in behind this block; {@code outputs} still ends before its output. */
    private byte[] next(byte[] in, byte[] out) {
        if (mode == TdesMode.ECB) {
            return out;
        }
        if (encrypt) {
            return outputs[0];
        }
        return mode == TdesMode.CBC ? out : xor(in, out);
    }

    private byte[] nextKey(byte[] key) {
        byte[][] keys = new byte[KEYS][];
        for (int k = 0; k < KEYS; k++) {
            keys[k] = oddParity(xor(part(key, k), outputs[k]));
        }
        return Encodings.concat(keys[0], keys[1], twoKeys ? keys[0] : keys[2]);
    }

    private static byte[] part(byte[] key, int index) {
        return Arrays.copyOfRange(key, index * TdesMode.BLOCK_BYTES, (index + 1) * TdesMode.BLOCK_BYTES);
    }

    private static byte[] xor(byte[] a, byte[] b) {
        byte[] both = a.clone();
        for (int i = 0; i < both.length; i++) {
            both[i] ^= b[i];
        }
        return both;
    }

    /** Each byte with an odd number of ones: its last bit is the one to change. Source: FIPS 46-3. */
    private static byte[] oddParity(byte[] key) {
        for (int i = 0; i < key.length; i++) {
            boolean even = Integer.bitCount(key[i] & 0xff) % 2 == 0;
            key[i] ^= (byte) (even ? 1 : 0);
        }
        return key;
    }
}

package org.wardkey.conformance;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;

/**
 * The Monte Carlo tests of triple DES in ECB, CBC, OFB, CFB8 and CFB64: 400 results, each the last of 10 000 operations on one
 * block (in CFB8: one byte), and each deciding keys, initialisation vector and block of the next.
 *
 * <p>What goes in behind the first block is, in ECB, the output; in CFB, to encrypt, the first octets of the shift register,
 * which holds the vector and then the outputs, and to decrypt the key stream; in CBC the same without register; in OFB the
 * block that the key stream was just made of. The three keys take up the last 24 octets of outputs, last block first; where
 * the third key is the first, it stays so.
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
    /** Octets of one step. */
    private final int stepBytes;

    /** What the last round gave: its outputs' last octets, and vector and input for the next. */
    private byte[] outputs = new byte[0];

    private byte[] nextIv = new byte[0];
    private byte[] nextInput = new byte[0];

    TdesMonteCarlo(TdesMode mode, boolean encrypt, Cipher cipher, boolean twoKeys) {
        this.mode = mode;
        this.encrypt = encrypt;
        this.cipher = cipher;
        this.twoKeys = twoKeys;
        stepBytes = mode == TdesMode.CFB8 ? 1 : TdesMode.BLOCK_BYTES;
    }

    /** The first results of the chain from its first keys, vector (ignored in ECB) and input. */
    List<Fields> results(byte[] firstKey, byte[] firstIv, byte[] firstInput, int count)
            throws GeneralSecurityException {
        if (firstInput.length != stepBytes) {
            throw new GeneralSecurityException("an input of " + firstInput.length + " bytes for TDES-" + mode);
        }
        List<Fields> results = new ArrayList<>();
        byte[] key = firstKey;
        byte[] iv = firstIv;
        byte[] input = firstInput;
        for (int i = 0; i < count; i++) {
            inner(key, iv, input);
            Fields keyed = Fields.NONE;
            for (int k = 0; k < KEYS; k++) {
                keyed = keyed.with("key" + (k + 1), part(key, k));
            }
            keyed = mode.hasIv() ? keyed.with("iv", iv) : keyed;
            results.add(keyed.with(encrypt ? "pt" : "ct", input).with(encrypt ? "ct" : "pt", tail(outputs, stepBytes)));
            key = nextKey(key);
            iv = nextIv;
            input = nextInput;
        }
        return results;
    }

    private void inner(byte[] key, byte[] iv, byte[] input) throws GeneralSecurityException {
        mode.init(cipher, encrypt, key, iv);
        byte[] register = iv;
        byte[] in = input;
        byte[] last = input;
        outputs = new byte[KEYS * TdesMode.BLOCK_BYTES];
        for (int j = 0; j < INNER_ROUNDS; j++) {
            byte[] out = step(in);
            last = register;
            register = shifted(register, in, out);
            in = behind(in, out, last);
            outputs = tail(Encodings.concat(outputs, out), KEYS * TdesMode.BLOCK_BYTES);
        }
        cipher.doFinal();
        nextIv = register;
        nextInput = mode == TdesMode.OFB ? xor(input, last) : in;
    }

    private byte[] step(byte[] in) throws GeneralSecurityException {
        byte[] out = cipher.update(in);
        if (out == null || out.length != stepBytes) {
            throw new GeneralSecurityException("update of " + stepBytes + " bytes gave "
                    + (out == null ? 0 : out.length) + " bytes, without padding");
        }
        return out;
    }

    /** What is enciphered next, or added to it. */
    private byte[] shifted(byte[] register, byte[] in, byte[] out) {
        if (mode == TdesMode.ECB) {
            return register;
        }
        byte[] fresh = mode == TdesMode.OFB ? xor(in, out) : encrypt ? out : in;
        return tail(Encodings.concat(register, fresh), TdesMode.BLOCK_BYTES);
    }

    /** What goes in behind this step, which found the register so. */
    private byte[] behind(byte[] in, byte[] out, byte[] register) {
        return switch (mode) {
            case ECB -> out;
            case CBC -> encrypt ? register : out;
            case OFB -> register;
            case CFB8, CFB64 -> encrypt ? Arrays.copyOf(register, stepBytes) : xor(in, out);
        };
    }

    /** The last block of outputs goes to the first key. */
    private byte[] nextKey(byte[] key) {
        byte[][] keys = new byte[KEYS][];
        for (int k = 0; k < KEYS; k++) {
            keys[k] = oddParity(xor(part(key, k), part(outputs, KEYS - 1 - k)));
        }
        return Encodings.concat(keys[0], keys[1], twoKeys ? keys[0] : keys[2]);
    }

    private static byte[] part(byte[] key, int index) {
        return Arrays.copyOfRange(key, index * TdesMode.BLOCK_BYTES, (index + 1) * TdesMode.BLOCK_BYTES);
    }

    private static byte[] tail(byte[] octets, int length) {
        return Arrays.copyOfRange(octets, octets.length - length, octets.length);
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

package org.wardkey.conformance;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;

/**
 * The Monte Carlo test of AES in CFB8: 100 results, each the last of 1 000 operations on one byte. The first 16 inputs behind
 * the given one are the initialisation vector's bytes, all others the outputs of 16 operations before.
 *
 * <p>Source: ACVP specification, "Symmetric Block Ciphers", "Monte Carlo tests for block ciphers"; AESAVS §6.4.5.
 */
final class CfbMonteCarlo {
    private static final int OUTER_ROUNDS = 100;
    private static final int INNER_ROUNDS = 1000;

    private final boolean encrypt;
    private final Cipher cipher;

    CfbMonteCarlo(boolean encrypt, Cipher cipher) {
        this.encrypt = encrypt;
        this.cipher = cipher;
    }

    List<Fields> results(byte[] firstKey, byte[] firstIv, byte[] firstInput) throws GeneralSecurityException {
        List<Fields> results = new ArrayList<>();
        byte[] key = firstKey;
        byte[] iv = firstIv;
        byte[] input = firstInput;
        for (int i = 0; i < OUTER_ROUNDS; i++) {
            byte[] outputs = inner(key, iv, input);
            results.add(Fields.octets("key", key)
                    .with("iv", iv)
                    .with(encrypt ? "pt" : "ct", input)
                    .with(encrypt ? "ct" : "pt", last(outputs, 0, 1)));
            byte[] mask = last(outputs, 0, key.length);
            key = key.clone();
            for (int k = 0; k < key.length; k++) {
                key[k] ^= mask[k];
            }
            iv = last(outputs, 0, BlockMode.BLOCK_BYTES);
            input = last(outputs, BlockMode.BLOCK_BYTES, 1);
        }
        return results;
    }

    private byte[] inner(byte[] key, byte[] iv, byte[] input) throws GeneralSecurityException {
        BlockMode.CFB8.init(cipher, encrypt, key, iv);
        byte[] outputs = new byte[INNER_ROUNDS];
        byte[] in = input;
        for (int j = 0; j < INNER_ROUNDS; j++) {
            byte[] out = cipher.update(in);
            if (out == null || out.length != 1) {
                throw new GeneralSecurityException(
                        "update of one byte gave " + (out == null ? 0 : out.length) + " bytes, without padding");
            }
            outputs[j] = out[0];
            in = new byte[] {j < BlockMode.BLOCK_BYTES ? iv[j] : outputs[j - BlockMode.BLOCK_BYTES]};
        }
        cipher.doFinal();
        return outputs;
    }

    /** Some bytes, so many before the end. */
    private static byte[] last(byte[] outputs, int behind, int length) {
        int end = outputs.length - behind;
        return Arrays.copyOfRange(outputs, end - length, end);
    }
}

package org.wardkey.tpm2.session;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.wardkey.tpm2.crypto.JdkCrypto;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Symmetric;

/** Encrypts the first parameter of a command and decrypts that of its response, in place. Source: TPM 2.0 Part 1 §21. */
final class ParameterCipher {
    private static final int BLOCK_BYTES = 16;

    private ParameterCipher() {}

    static void encrypt(
            Symmetric symmetric, HashAlgorithm hash, byte[] key, byte[] newer, byte[] older, byte[] area, int size) {
        apply(Cipher.ENCRYPT_MODE, symmetric, hash, key, newer, older, area, size);
    }

    static void decrypt(
            Symmetric symmetric, HashAlgorithm hash, byte[] key, byte[] newer, byte[] older, byte[] area, int size) {
        apply(Cipher.DECRYPT_MODE, symmetric, hash, key, newer, older, area, size);
    }

    /** Works on {@code size} octets behind the two of the TPM2B's length. */
    private static void apply(
            int mode,
            Symmetric symmetric,
            HashAlgorithm hash,
            byte[] key,
            byte[] newer,
            byte[] older,
            byte[] area,
            int size) {
        if (symmetric.isXor()) {
            HashAlgorithm mask = HashAlgorithm.of(symmetric.keyBits(), "XOR");
            xor(area, Kdf.kdfa(mask, key, "XOR", newer, older, size));
            return;
        }
        int keyBytes = symmetric.keyBits() / 8;
        byte[] made = Kdf.kdfa(hash, key, "CFB", newer, older, keyBytes + BLOCK_BYTES);
        try {
            Cipher cipher = JdkCrypto.cipher("AES/CFB/NoPadding");
            cipher.init(
                    mode,
                    new SecretKeySpec(made, 0, keyBytes, "AES"),
                    new IvParameterSpec(made, keyBytes, BLOCK_BYTES));
            byte[] done = cipher.doFinal(area, 2, size);
            System.arraycopy(done, 0, area, 2, size);
            Arrays.fill(done, (byte) 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CFB takes every input of every length", e);
        } finally {
            Arrays.fill(made, (byte) 0);
        }
    }

    private static void xor(byte[] area, byte[] mask) {
        for (int i = 0; i < mask.length; i++) {
            area[2 + i] ^= mask[i];
        }
        Arrays.fill(mask, (byte) 0);
    }
}

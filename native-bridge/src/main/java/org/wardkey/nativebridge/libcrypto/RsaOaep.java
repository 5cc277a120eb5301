package org.wardkey.nativebridge.libcrypto;

import org.wardkey.nativebridge.NativeBuffer;

/**
 * RSAES-OAEP with one choice of digests and label. Immutable and thread-safe. Source: RFC 8017 §7.1.
 */
public final class RsaOaep {
    private static final int MAX_LABEL_BYTES = 1 << 16;

    private final Digest digest;
    private final Digest mgf1Digest;
    private final byte[] label;

    /**
     * Fixes the parameters.
     *
     * @param digest hashes the label
     * @param mgf1Digest the digest inside MGF1
     * @param label copied; empty for none
     */
    public RsaOaep(Digest digest, Digest mgf1Digest, byte[] label) {
        if (label.length > MAX_LABEL_BYTES) {
            throw new IllegalArgumentException("a label of " + label.length + " bytes");
        }
        this.digest = digest;
        this.mgf1Digest = mgf1Digest;
        this.label = label.clone();
    }

    /** Returns how many bytes fit: the modulus less two digests and two bytes; negative if the key is too small. */
    public int maxPlaintextBytes(EvpKey key) {
        return PkeyOperation.modulusBytes(key) - 2 * digest.sizeBytes() - 2;
    }

    /**
     * Encrypts.
     *
     * @param plaintext at most {@link #maxPlaintextBytes}
     * @return as many bytes as the modulus has
     */
    public byte[] encrypt(EvpKey key, byte[] plaintext) {
        key.requireType(KeyType.RSA);
        if (plaintext.length > maxPlaintextBytes(key)) {
            throw new IllegalArgumentException(
                    "at most " + maxPlaintextBytes(key) + " bytes can be encrypted, not " + plaintext.length);
        }
        long pointer = key.acquire();
        try (Call call = new Call()) {
            long context = PkeyOperation.context(call, pointer);
            call.check(LibcryptoSymbols.EVP_PKEY_encrypt_init(context), "EVP_PKEY_encrypt_init");
            setUp(call, key, context);
            int maxBytes = PkeyOperation.modulusBytes(key);
            NativeBuffer input = call.in(plaintext);
            NativeBuffer output = call.out(maxBytes);
            NativeBuffer length = call.cell(maxBytes);
            call.check(
                    LibcryptoSymbols.EVP_PKEY_encrypt(
                            context, output.address(), length.address(), input.address(), plaintext.length),
                    "EVP_PKEY_encrypt");
            return output.bytes(0, (int) length.getLong(0));
        } finally {
            key.release();
        }
    }

    /**
     * Decrypts.
     *
     * @return the plaintext, which the caller wipes
     * @throws AuthenticationFailedException if the ciphertext was not made for this key, label and digests
     */
    public byte[] decrypt(EvpKey key, byte[] ciphertext) throws AuthenticationFailedException {
        key.requireType(KeyType.RSA);
        key.requirePrivate();
        int maxBytes = PkeyOperation.modulusBytes(key);
        if (ciphertext.length != maxBytes) {
            throw new AuthenticationFailedException();
        }
        long pointer = key.acquire();
        try (Call call = new Call()) {
            long context = PkeyOperation.context(call, pointer);
            call.check(LibcryptoSymbols.EVP_PKEY_decrypt_init(context), "EVP_PKEY_decrypt_init");
            setUp(call, key, context);
            NativeBuffer input = call.in(ciphertext);
            NativeBuffer output = call.out(maxBytes);
            NativeBuffer length = call.cell(maxBytes);
            if (LibcryptoSymbols.EVP_PKEY_decrypt(
                            context, output.address(), length.address(), input.address(), ciphertext.length)
                    <= 0) {
                throw new AuthenticationFailedException();
            }
            return output.bytes(0, (int) length.getLong(0));
        } finally {
            key.release();
        }
    }

    private void setUp(Call call, EvpKey key, long context) {
        RsaPadding.oaep(call, context);
        call.check(
                LibcryptoSymbols.EVP_PKEY_CTX_set_rsa_oaep_md(
                        context, key.libcrypto().digest(digest)),
                "EVP_PKEY_CTX_set_rsa_oaep_md");
        RsaPadding.mgf1(call, context, key.libcrypto().digest(mgf1Digest));
        if (label.length == 0) {
            return;
        }
        // The context takes ownership of the label, so it must come from libcrypto's own allocator.
        long copy = call.check(
                key.libcrypto().dialect().duplicate(call.in(label).address(), label.length), "CRYPTO_memdup");
        if (LibcryptoSymbols.EVP_PKEY_CTX_set0_rsa_oaep_label(context, copy, label.length) <= 0) {
            LibcryptoException failure = call.failure("EVP_PKEY_CTX_set0_rsa_oaep_label");
            LibcryptoSymbols.CRYPTO_free(copy, 0, 0);
            throw failure;
        }
    }

    @Override
    public String toString() {
        return "RsaOaep[" + digest + ", MGF1 " + mgf1Digest + ", label of " + label.length + " bytes]";
    }
}

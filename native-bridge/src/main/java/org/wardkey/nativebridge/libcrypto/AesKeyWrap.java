package org.wardkey.nativebridge.libcrypto;

/** AES key wrapping with the standard initial values. Source: SP 800-38F §6, RFC 3394, RFC 5649. */
public enum AesKeyWrap {
    /** AES-KW: plaintexts of 16 bytes or more, in multiples of 8. */
    KW(false),
    /** AES-KWP: plaintexts of 1 byte or more. */
    KWP(true);

    private static final int MAX_BYTES = 1 << 20;
    private static final int SEMIBLOCK_BYTES = 8;

    private final boolean padded;

    AesKeyWrap(boolean padded) {
        this.padded = padded;
    }

    /**
     * Wraps.
     *
     * @param keyEncryptionKey 16, 24 or 32 bytes
     * @param plaintext at most 1 MiB
     * @return 8 bytes more than the plaintext, rounded up to a multiple of 8
     */
    public byte[] wrap(Libcrypto libcrypto, byte[] keyEncryptionKey, byte[] plaintext) {
        SymmetricCipher.requireAesKey(keyEncryptionKey.length);
        boolean fits = padded
                ? plaintext.length >= 1
                : plaintext.length >= 2 * SEMIBLOCK_BYTES && plaintext.length % SEMIBLOCK_BYTES == 0;
        if (!fits || plaintext.length > MAX_BYTES) {
            throw new IllegalArgumentException(this + " cannot wrap " + plaintext.length + " bytes");
        }
        try (Call call = new Call()) {
            return libcrypto.dialect().wrap(call, keyEncryptionKey, plaintext, padded);
        }
    }

    /**
     * Unwraps.
     *
     * @param keyEncryptionKey 16, 24 or 32 bytes
     * @return the plaintext, which the caller wipes
     * @throws AuthenticationFailedException if the ciphertext was not made with this key, or has an impossible length
     */
    public byte[] unwrap(Libcrypto libcrypto, byte[] keyEncryptionKey, byte[] ciphertext)
            throws AuthenticationFailedException {
        SymmetricCipher.requireAesKey(keyEncryptionKey.length);
        int minBytes = (padded ? 2 : 3) * SEMIBLOCK_BYTES;
        if (ciphertext.length < minBytes
                || ciphertext.length > MAX_BYTES + 2 * SEMIBLOCK_BYTES
                || ciphertext.length % SEMIBLOCK_BYTES != 0) {
            throw new AuthenticationFailedException();
        }
        try (Call call = new Call()) {
            return libcrypto.dialect().unwrap(call, keyEncryptionKey, ciphertext, padded);
        }
    }
}

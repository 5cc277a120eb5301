package org.wardkey.nativebridge.libcrypto;

/** Modes of AES without authentication. */
public enum AesMode {
    /** Whole blocks, each depending on those before. Source: SP 800-38A §6.2. */
    CBC(SymmetricCipher.AES_CBC),
    /** A key stream, from a counter of 128 bits. Source: SP 800-38A §6.5. */
    CTR(SymmetricCipher.AES_CTR),
    /** Whole blocks, each by itself. Source: SP 800-38A §6.1. */
    ECB(SymmetricCipher.AES_ECB),
    /** Data units of 16 bytes or more, each given whole. Source: IEEE 1619, SP 800-38E. */
    XTS(SymmetricCipher.AES_XTS);

    private static final int BLOCK_BYTES = 16;

    private final SymmetricCipher cipher;

    AesMode(SymmetricCipher cipher) {
        this.cipher = cipher;
    }

    SymmetricCipher cipher() {
        return cipher;
    }

    /** Returns the length of the initialisation vector, first counter block or tweak; 0 if there is none. */
    public int ivBytes() {
        return this == ECB ? 0 : BLOCK_BYTES;
    }
}

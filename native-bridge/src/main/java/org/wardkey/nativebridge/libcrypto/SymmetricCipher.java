package org.wardkey.nativebridge.libcrypto;

import org.wardkey.nativebridge.NativeHandle;

/** The ciphers of libcrypto that are used through {@code EVP_CIPHER}. */
enum SymmetricCipher {
    /** Source: SP 800-38D. */
    AES_GCM("GCM"),
    /** Source: SP 800-38C. */
    AES_CCM("CCM"),
    /** Source: SP 800-38A §6.2. */
    AES_CBC("CBC"),
    /** Source: SP 800-38A §6.5. */
    AES_CTR("CTR"),
    /** Source: SP 800-38A §6.1. */
    AES_ECB("ECB"),
    /** Two keys behind one another. Source: IEEE 1619, SP 800-38E. */
    AES_XTS("XTS"),
    /** Source: RFC 8439 §2.8. */
    CHACHA20_POLY1305("");

    /** How many key sizes a cipher has at most. */
    static final int KEY_SIZES = 3;

    private static final int CHACHA20_KEY_BYTES = 32;

    private final String mode;

    SymmetricCipher(String mode) {
        this.mode = mode;
    }

    /** Numbers the key sizes of a cipher from 0. */
    int keySizeIndex(int keySizeBytes) {
        if (this == CHACHA20_POLY1305) {
            if (keySizeBytes != CHACHA20_KEY_BYTES) {
                throw new IllegalArgumentException("a ChaCha20 key has 32 bytes, not " + keySizeBytes);
            }
            return 0;
        }
        if (this == AES_XTS) {
            if (keySizeBytes != 32 && keySizeBytes != 64) {
                throw new IllegalArgumentException("an AES-XTS key has 32 or 64 bytes, not " + keySizeBytes);
            }
            return keySizeBytes == 32 ? 0 : 2;
        }
        requireAesKey(keySizeBytes);
        return keySizeBytes / 8 - 2;
    }

    static void requireAesKey(int keySizeBytes) {
        if (keySizeBytes != 16 && keySizeBytes != 24 && keySizeBytes != 32) {
            throw new IllegalArgumentException("an AES key has 16, 24 or 32 bytes, not " + keySizeBytes);
        }
    }

    /** Returns the name that libcrypto knows, in upper case. */
    String libcryptoName(int keySizeIndex) {
        return this == CHACHA20_POLY1305 ? "CHACHA20-POLY1305" : "AES-" + (128 + 64 * keySizeIndex) + "-" + mode;
    }

    /**
     * Makes an {@code EVP_CIPHER_CTX} that has a key; CCM, whose key follows its parameters, gets it once more.
     *
     * @param encrypt 1 to encrypt, 0 to decrypt: for CBC, ECB and XTS the key schedules differ
     * @throws IllegalArgumentException if the library lacks the cipher or the key has another size
     */
    NativeHandle keyed(Call call, Libcrypto libcrypto, byte[] key, int encrypt) {
        long cipher = libcrypto.cipher(call, this, key.length);
        long pointer = call.check(LibcryptoSymbols.EVP_CIPHER_CTX_new(), "EVP_CIPHER_CTX_new");
        NativeHandle handle = NativeHandle.owning("EVP_CIPHER_CTX", pointer, LibcryptoSymbols::EVP_CIPHER_CTX_free);
        if (LibcryptoSymbols.EVP_CipherInit_ex(pointer, cipher, 0, call.in(key).address(), 0, encrypt) != 1) {
            LibcryptoException failure = call.failure("EVP_CipherInit_ex");
            handle.close();
            throw failure;
        }
        return handle;
    }
}

package org.wardkey.nativebridge.libcrypto;

import java.util.Objects;
import org.wardkey.nativebridge.NativeBuffer;
import org.wardkey.nativebridge.NativeHandle;

/**
 * AES-CCM, a whole message at a time: its first block holds the message's length. Uniqueness of nonces is the caller's duty. Source: SP 800-38C.
 */
public final class AesCcm {
    private static final int SET_IV_LENGTH = 0x9;
    private static final int GET_TAG = 0x10;
    private static final int SET_TAG = 0x11;
    private static final int ENCRYPT = 1;
    private static final int DECRYPT = 0;

    private AesCcm() {}

    /**
     * Encrypts a message.
     *
     * @param key 16, 24 or 32 bytes; the caller wipes it
     * @param nonce 7 to 13 bytes; the message is shorter than 2^(8(15 - n)) bytes for n of them
     * @param tagBytes 4, 6, 8, 10, 12, 14 or 16
     * @return the ciphertext followed by the tag
     * @throws IllegalArgumentException if the library lacks the cipher, or a length is none of these
     */
    public static byte[] seal(
            Libcrypto libcrypto,
            byte[] key,
            byte[] nonce,
            byte[] aad,
            byte[] input,
            int offset,
            int length,
            int tagBytes) {
        requireLengths(nonce, length, tagBytes);
        Objects.checkFromIndexSize(offset, length, input.length);
        byte[] sealed = new byte[Math.addExact(length, tagBytes)];
        try (Call call = new Call();
                NativeHandle handle = SymmetricCipher.AES_CCM.keyed(call, libcrypto, key, ENCRYPT)) {
            long context = handle.acquireExclusive();
            try {
                control(call, context, SET_IV_LENGTH, nonce.length, 0);
                control(call, context, SET_TAG, tagBytes, 0);
                begin(call, context, key, nonce, ENCRYPT);
                authenticate(call, context, aad, length);
                NativeBuffer text = call.in(input, offset, length);
                call.check(transform(call, context, text), "EVP_CipherUpdate");
                text.get(0, sealed, 0, length);
                NativeBuffer tag = call.out(tagBytes);
                control(call, context, GET_TAG, tagBytes, tag.address());
                tag.get(0, sealed, length, tagBytes);
                return sealed;
            } finally {
                handle.release();
            }
        }
    }

    /**
     * Decrypts what {@link #seal} made. No plaintext leaves before the tag is verified.
     *
     * @param length ciphertext and tag together
     * @return the plaintext, which the caller wipes
     * @throws AuthenticationFailedException if the tag is wrong, or there is no room for one
     * @throws IllegalArgumentException if the library lacks the cipher, or a length is none that it takes
     */
    public static byte[] open(
            Libcrypto libcrypto,
            byte[] key,
            byte[] nonce,
            byte[] aad,
            byte[] input,
            int offset,
            int length,
            int tagBytes)
            throws AuthenticationFailedException {
        Objects.checkFromIndexSize(offset, length, input.length);
        int textBytes = length - tagBytes;
        requireLengths(nonce, Math.max(0, textBytes), tagBytes);
        if (textBytes < 0) {
            throw new AuthenticationFailedException();
        }
        try (Call call = new Call();
                NativeHandle handle = SymmetricCipher.AES_CCM.keyed(call, libcrypto, key, DECRYPT)) {
            long context = handle.acquireExclusive();
            try {
                control(call, context, SET_IV_LENGTH, nonce.length, 0);
                NativeBuffer tag = call.in(input, offset + textBytes, tagBytes);
                control(call, context, SET_TAG, tagBytes, tag.address());
                begin(call, context, key, nonce, DECRYPT);
                authenticate(call, context, aad, textBytes);
                NativeBuffer text = call.in(input, offset, textBytes);
                // This call compares the tags, in constant time.
                if (transform(call, context, text) != 1) {
                    throw new AuthenticationFailedException();
                }
                return text.bytes(0, textBytes);
            } finally {
                handle.release();
            }
        }
    }

    private static void requireLengths(byte[] nonce, int length, int tagBytes) {
        if (nonce.length < 7 || nonce.length > 13) {
            throw new IllegalArgumentException("a nonce has 7 to 13 bytes, not " + nonce.length);
        }
        if (tagBytes < 4 || tagBytes > 16 || tagBytes % 2 != 0) {
            throw new IllegalArgumentException("a tag has 4, 6, 8, 10, 12, 14 or 16 bytes, not " + tagBytes);
        }
        if (length >>> Math.min(31, Byte.SIZE * (15 - nonce.length)) != 0) {
            throw new IllegalArgumentException(
                    "a message under a nonce of " + nonce.length + " bytes is shorter than " + length + " bytes");
        }
    }

    private static void control(Call call, long context, int command, int argument, long pointer) {
        call.check(LibcryptoSymbols.EVP_CIPHER_CTX_ctrl(context, command, argument, pointer), "EVP_CIPHER_CTX_ctrl");
    }

    private static void begin(Call call, long context, byte[] key, byte[] nonce, int encrypt) {
        call.check(
                LibcryptoSymbols.EVP_CipherInit_ex(
                        context, 0, 0, call.in(key).address(), call.in(nonce).address(), encrypt),
                "EVP_CipherInit_ex");
    }

    private static void authenticate(Call call, long context, byte[] aad, int length) {
        NativeBuffer written = call.cell(0);
        call.check(LibcryptoSymbols.EVP_CipherUpdate(context, 0, written.address(), 0, length), "EVP_CipherUpdate");
        if (aad.length > 0) {
            call.check(
                    LibcryptoSymbols.EVP_CipherUpdate(
                            context, 0, written.address(), call.in(aad).address(), aad.length),
                    "EVP_CipherUpdate");
        }
    }

    /** In place. An empty message needs the call as well, with a buffer that is not null. */
    private static int transform(Call call, long context, NativeBuffer text) {
        return LibcryptoSymbols.EVP_CipherUpdate(
                context, text.address(), call.cell(0).address(), text.address(), text.sizeBytes());
    }
}

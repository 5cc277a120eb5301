package org.wardkey.nativebridge.libcrypto;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wardkey.nativebridge.NativeBuffer;
import org.wardkey.nativebridge.NativeHandle;

/**
 * AES-GCM or ChaCha20-Poly1305 under one key, for any number of messages. Source: SP 800-38D, RFC 8439 §2.8.
 *
 * <p>The key schedule is computed once; each message gives an IV. Uniqueness of IVs is the caller's duty. Two threads at a time are refused.
 * {@link #seal} and {@link #open} do a whole message; {@link #start}, {@link #updateAad}, {@link #update} and {@link #finishSeal} or
 * {@link #finishOpen} stream one, and a streaming decryption releases plaintext that is not authenticated yet.
 */
public final class AeadContext implements AutoCloseable {
    /** The tag that {@link #seal} appends and {@link #open} expects. */
    public static final int TAG_BYTES = 16;

    private static final int SET_IV_LENGTH = 0x9;
    private static final int GET_TAG = 0x10;
    private static final int SET_TAG = 0x11;
    private static final int MAX_IV_BYTES = 128;
    private static final int DEFAULT_IV_BYTES = 12;
    private static final int SLICE_BYTES = 8 * 1024;

    private final SymmetricCipher cipher;
    private final NativeHandle handle;
    private int ivBytes = DEFAULT_IV_BYTES;
    private @Nullable Direction streaming;

    private AeadContext(SymmetricCipher cipher, NativeHandle handle) {
        this.cipher = cipher;
        this.handle = handle;
    }

    /** Which way a streamed message goes. */
    public enum Direction {
        /** Plaintext in, ciphertext out. */
        SEAL(1),
        /** Ciphertext in, plaintext out. */
        OPEN(0);

        private final int encrypt;

        Direction(int encrypt) {
            this.encrypt = encrypt;
        }
    }

    /**
     * Sets a key of AES-GCM.
     *
     * @param key 16, 24 or 32 bytes; the caller wipes it
     * @throws IllegalArgumentException if the library lacks the cipher or the key has another size
     */
    public static AeadContext gcm(Libcrypto libcrypto, byte[] key) {
        return of(libcrypto, SymmetricCipher.AES_GCM, key);
    }

    /**
     * Sets a key of ChaCha20-Poly1305, whose nonces have 12 bytes and whose tags 16.
     *
     * @param key 32 bytes; the caller wipes it
     * @throws IllegalArgumentException if the library lacks the cipher or the key has another size
     */
    public static AeadContext chaCha20Poly1305(Libcrypto libcrypto, byte[] key) {
        return of(libcrypto, SymmetricCipher.CHACHA20_POLY1305, key);
    }

    private static AeadContext of(Libcrypto libcrypto, SymmetricCipher cipher, byte[] key) {
        try (Call call = new Call()) {
            return new AeadContext(cipher, cipher.keyed(call, libcrypto, key, Direction.SEAL.encrypt));
        }
    }

    /** Encrypts a message and returns the ciphertext followed by a tag of 16 bytes. */
    public byte[] seal(byte[] iv, byte[] aad, byte[] plaintext) {
        byte[] sealed = new byte[Math.addExact(plaintext.length, TAG_BYTES)];
        seal(iv, aad, plaintext, 0, plaintext.length, sealed, 0, TAG_BYTES);
        return sealed;
    }

    /**
     * Encrypts a message into an array, which may be the input's own, overlapping in any way.
     *
     * @param iv 1 to 128 bytes
     * @param tagBytes 4, 8, or 12 to 16
     * @return how many bytes were written: {@code length + tagBytes}
     */
    public int seal(
            byte[] iv,
            byte[] aad,
            byte[] input,
            int offset,
            int length,
            byte[] output,
            int outputOffset,
            int tagBytes) {
        Objects.checkFromIndexSize(offset, length, input.length);
        int written = Math.addExact(length, requireTag(tagBytes));
        Objects.checkFromIndexSize(outputOffset, written, output.length);
        boolean overtakes = input == output && outputOffset > offset && outputOffset < offset + length;
        byte[] source = overtakes ? Arrays.copyOfRange(input, offset, offset + length) : input;
        long context = handle.acquireExclusive();
        try (Call call = new Call()) {
            begin(call, context, Direction.SEAL, iv);
            authenticate(call, context, aad, 0, aad.length);
            transform(call, context, source, overtakes ? 0 : offset, length, output, outputOffset);
            byte[] tag = tag(call, context, tagBytes);
            System.arraycopy(tag, 0, output, outputOffset + length, tagBytes);
            return written;
        } finally {
            handle.release();
            if (overtakes) {
                Arrays.fill(source, (byte) 0);
            }
        }
    }

    /** Decrypts what {@link #seal(byte[], byte[], byte[])} made. */
    public byte[] open(byte[] iv, byte[] aad, byte[] sealed) throws AuthenticationFailedException {
        return open(iv, aad, sealed, 0, sealed.length, TAG_BYTES);
    }

    /**
     * Decrypts a message. No plaintext leaves before the tag is verified; after a failure it is wiped.
     *
     * @param iv 1 to 128 bytes
     * @param length ciphertext and tag together
     * @param tagBytes 4, 8, or 12 to 16
     * @return the plaintext, which the caller wipes
     * @throws AuthenticationFailedException if the tag is wrong, or there is no room for one
     */
    public byte[] open(byte[] iv, byte[] aad, byte[] input, int offset, int length, int tagBytes)
            throws AuthenticationFailedException {
        Objects.checkFromIndexSize(offset, length, input.length);
        if (length < requireTag(tagBytes)) {
            throw new AuthenticationFailedException();
        }
        int textBytes = length - tagBytes;
        byte[] plaintext = new byte[textBytes];
        boolean authentic = false;
        long context = handle.acquireExclusive();
        try (Call call = new Call()) {
            begin(call, context, Direction.OPEN, iv);
            authenticate(call, context, aad, 0, aad.length);
            transform(call, context, input, offset, textBytes, plaintext, 0);
            authentic = verify(call, context, input, offset + textBytes, tagBytes);
        } finally {
            handle.release();
            if (!authentic) {
                Arrays.fill(plaintext, (byte) 0);
            }
        }
        if (!authentic) {
            throw new AuthenticationFailedException();
        }
        return plaintext;
    }

    /** Starts a streamed message and forgets an unfinished one. */
    public void start(Direction direction, byte[] iv) {
        long context = handle.acquireExclusive();
        try (Call call = new Call()) {
            begin(call, context, direction, iv);
            streaming = direction;
        } finally {
            handle.release();
        }
    }

    /** Adds authenticated data; all of it comes before the first {@link #update}. */
    public void updateAad(byte[] aad, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, aad.length);
        long context = handle.acquireExclusive();
        try (Call call = new Call()) {
            requireStreaming();
            authenticate(call, context, aad, offset, length);
        } finally {
            handle.release();
        }
    }

    /** Transforms a part of the message into as many bytes of output. The ranges must not overlap with the output ahead of the input. */
    public void update(byte[] input, int offset, int length, byte[] output, int outputOffset) {
        Objects.checkFromIndexSize(offset, length, input.length);
        Objects.checkFromIndexSize(outputOffset, length, output.length);
        long context = handle.acquireExclusive();
        try (Call call = new Call()) {
            requireStreaming();
            transform(call, context, input, offset, length, output, outputOffset);
        } finally {
            handle.release();
        }
    }

    /** Ends a streamed encryption and returns its tag. */
    public byte[] finishSeal(int tagBytes) {
        requireTag(tagBytes);
        long context = handle.acquireExclusive();
        try (Call call = new Call()) {
            requireStreaming(Direction.SEAL);
            return tag(call, context, tagBytes);
        } finally {
            handle.release();
        }
    }

    /** Ends a streamed decryption; on failure the caller discards what it was given. */
    public void finishOpen(byte[] tag) throws AuthenticationFailedException {
        requireTag(tag.length);
        long context = handle.acquireExclusive();
        try (Call call = new Call()) {
            requireStreaming(Direction.OPEN);
            if (!verify(call, context, tag, 0, tag.length)) {
                throw new AuthenticationFailedException();
            }
        } finally {
            handle.release();
        }
    }

    /** Wipes the key schedule and frees it. */
    @Override
    public void close() {
        handle.close();
    }

    private void requireStreaming() {
        if (streaming == null) {
            throw new IllegalStateException("no message was started");
        }
    }

    private void requireStreaming(Direction direction) {
        if (streaming != direction) {
            throw new IllegalStateException("the message in progress is " + streaming + ", not " + direction);
        }
        streaming = null;
    }

    private int requireTag(int tagBytes) {
        if (cipher == SymmetricCipher.CHACHA20_POLY1305 && tagBytes != TAG_BYTES) {
            throw new IllegalArgumentException("a tag has 16 bytes, not " + tagBytes);
        }
        if (tagBytes != 4 && tagBytes != 8 && (tagBytes < 12 || tagBytes > TAG_BYTES)) {
            throw new IllegalArgumentException("a tag has 4, 8 or 12 to 16 bytes, not " + tagBytes);
        }
        return tagBytes;
    }

    private void begin(Call call, long context, Direction direction, byte[] iv) {
        if (cipher == SymmetricCipher.CHACHA20_POLY1305 && iv.length != DEFAULT_IV_BYTES) {
            throw new IllegalArgumentException("a nonce has 12 bytes, not " + iv.length);
        }
        if (iv.length == 0 || iv.length > MAX_IV_BYTES) {
            throw new IllegalArgumentException("an IV has 1 to " + MAX_IV_BYTES + " bytes, not " + iv.length);
        }
        streaming = null;
        if (iv.length != ivBytes) {
            call.check(
                    LibcryptoSymbols.EVP_CIPHER_CTX_ctrl(context, SET_IV_LENGTH, iv.length, 0), "EVP_CIPHER_CTX_ctrl");
            ivBytes = iv.length;
        }
        call.check(
                LibcryptoSymbols.EVP_CipherInit_ex(context, 0, 0, 0, call.in(iv).address(), direction.encrypt),
                "EVP_CipherInit_ex");
    }

    private static void authenticate(Call call, long context, byte[] aad, int offset, int length) {
        if (length == 0) {
            return;
        }
        NativeBuffer slice = call.out(Math.min(length, SLICE_BYTES));
        NativeBuffer written = call.cell(0);
        for (int done = 0; done < length; done += slice.sizeBytes()) {
            int size = Math.min(slice.sizeBytes(), length - done);
            slice.put(0, aad, offset + done, size);
            call.check(
                    LibcryptoSymbols.EVP_CipherUpdate(context, 0, written.address(), slice.address(), size),
                    "EVP_CipherUpdate");
        }
    }

    private static void transform(
            Call call, long context, byte[] input, int offset, int length, byte[] output, int outputOffset) {
        if (length == 0) {
            return;
        }
        // In place: both are stream ciphers and libcrypto allows it.
        NativeBuffer slice = call.out(Math.min(length, SLICE_BYTES));
        NativeBuffer written = call.cell(0);
        for (int done = 0; done < length; done += slice.sizeBytes()) {
            int size = Math.min(slice.sizeBytes(), length - done);
            slice.put(0, input, offset + done, size);
            call.check(
                    LibcryptoSymbols.EVP_CipherUpdate(
                            context, slice.address(), written.address(), slice.address(), size),
                    "EVP_CipherUpdate");
            slice.get(0, output, outputOffset + done, size);
        }
    }

    private static byte[] tag(Call call, long context, int tagBytes) {
        NativeBuffer tag = call.out(TAG_BYTES);
        call.check(
                LibcryptoSymbols.EVP_CipherFinal_ex(
                        context, tag.address(), call.cell(0).address()),
                "EVP_CipherFinal_ex");
        call.check(
                LibcryptoSymbols.EVP_CIPHER_CTX_ctrl(context, GET_TAG, tagBytes, tag.address()), "EVP_CIPHER_CTX_ctrl");
        return tag.bytes(0, tagBytes);
    }

    /** libcrypto compares in constant time. */
    private static boolean verify(Call call, long context, byte[] tag, int offset, int tagBytes) {
        NativeBuffer expected = call.in(tag, offset, tagBytes);
        call.check(
                LibcryptoSymbols.EVP_CIPHER_CTX_ctrl(context, SET_TAG, tagBytes, expected.address()),
                "EVP_CIPHER_CTX_ctrl");
        NativeBuffer nothing = call.out(TAG_BYTES);
        return LibcryptoSymbols.EVP_CipherFinal_ex(
                        context, nothing.address(), call.cell(0).address())
                == 1;
    }
}

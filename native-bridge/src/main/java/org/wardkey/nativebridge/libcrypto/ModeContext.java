package org.wardkey.nativebridge.libcrypto;

import java.util.Objects;
import org.wardkey.nativebridge.NativeBuffer;
import org.wardkey.nativebridge.NativeHandle;

/**
 * AES in a mode without authentication, under one key and in one direction, for any number of messages. What is decrypted may have been altered by anybody.
 *
 * <p>{@link #start}, {@link #update} and {@link #finish} stream a message. A data unit of XTS is one {@link #update}. Two threads at a time are
 * refused.
 */
public final class ModeContext implements AutoCloseable {
    private static final int BLOCK_BYTES = 16;
    /** Twice this and a block fit into what a call has in reserve. */
    private static final int SLICE_BYTES = 7 * 1024;

    private final AesMode mode;
    private final Direction direction;
    private final NativeHandle handle;
    private boolean started;

    private ModeContext(AesMode mode, Direction direction, NativeHandle handle) {
        this.mode = mode;
        this.direction = direction;
        this.handle = handle;
    }

    /** Which way a message goes. */
    public enum Direction {
        /** Plaintext in, ciphertext out. */
        ENCRYPT(1),
        /** Ciphertext in, plaintext out. */
        DECRYPT(0);

        private final int encrypt;

        Direction(int encrypt) {
            this.encrypt = encrypt;
        }
    }

    /**
     * Sets the key.
     *
     * @param key 16, 24 or 32 bytes; for XTS 32 or 64 bytes, whose halves differ; the caller wipes it
     * @throws IllegalArgumentException if the library lacks the cipher or the key has another size
     */
    public static ModeContext of(Libcrypto libcrypto, AesMode mode, Direction direction, byte[] key) {
        try (Call call = new Call()) {
            return new ModeContext(mode, direction, mode.cipher().keyed(call, libcrypto, key, direction.encrypt));
        }
    }

    /**
     * Starts a message and forgets an unfinished one.
     *
     * @param iv as long as {@link AesMode#ivBytes} says
     * @param padded whether the message is padded to whole blocks; for CBC and ECB. Source: RFC 5652 §6.3
     */
    public void start(byte[] iv, boolean padded) {
        if (iv.length != mode.ivBytes()) {
            throw new IllegalArgumentException("an IV has " + mode.ivBytes() + " bytes, not " + iv.length);
        }
        long context = handle.acquireExclusive();
        try (Call call = new Call()) {
            started = false;
            long ivAddress = iv.length == 0 ? 0 : call.in(iv).address();
            call.check(
                    LibcryptoSymbols.EVP_CipherInit_ex(context, 0, 0, 0, ivAddress, direction.encrypt),
                    "EVP_CipherInit_ex");
            call.check(
                    LibcryptoSymbols.EVP_CIPHER_CTX_set_padding(context, padded ? 1 : 0), "EVP_CIPHER_CTX_set_padding");
            started = true;
        } finally {
            handle.release();
        }
    }

    /**
     * Transforms a part of the message. The output may begin up to a block before bytes of the input that were not read yet, so the ranges must not
     * overlap with the output ahead of the input.
     *
     * @param output has room for {@code length} and one block more, less what the mode keeps
     * @return how many bytes were written
     */
    public int update(byte[] input, int offset, int length, byte[] output, int outputOffset) {
        Objects.checkFromIndexSize(offset, length, input.length);
        long context = handle.acquireExclusive();
        try (Call call = new Call()) {
            requireStarted();
            // A data unit of XTS is one call; of the others parts are.
            int sliceBytes = mode == AesMode.XTS ? length : Math.min(length, SLICE_BYTES);
            NativeBuffer in = call.out(sliceBytes);
            NativeBuffer out = call.out(sliceBytes + BLOCK_BYTES);
            NativeBuffer written = call.cell(0);
            int total = 0;
            for (int done = 0; done < length; done += sliceBytes) {
                int size = Math.min(sliceBytes, length - done);
                in.put(0, input, offset + done, size);
                call.check(
                        LibcryptoSymbols.EVP_CipherUpdate(
                                context, out.address(), written.address(), in.address(), size),
                        "EVP_CipherUpdate");
                int given = written.getInt(0);
                Objects.checkFromIndexSize(outputOffset + total, given, output.length);
                out.get(0, output, outputOffset + total, given);
                total += given;
            }
            return total;
        } finally {
            handle.release();
        }
    }

    /**
     * Ends the message.
     *
     * @param output receives what was kept, at most one block
     * @return how many bytes were written
     * @throws LibcryptoException if the message did not end with a whole block, or its padding is wrong
     */
    public int finish(byte[] output, int outputOffset) {
        long context = handle.acquireExclusive();
        try (Call call = new Call()) {
            requireStarted();
            started = false;
            NativeBuffer out = call.out(2 * BLOCK_BYTES);
            NativeBuffer written = call.cell(0);
            call.check(
                    LibcryptoSymbols.EVP_CipherFinal_ex(context, out.address(), written.address()),
                    "EVP_CipherFinal_ex");
            int given = written.getInt(0);
            Objects.checkFromIndexSize(outputOffset, given, output.length);
            out.get(0, output, outputOffset, given);
            return given;
        } finally {
            handle.release();
        }
    }

    private void requireStarted() {
        if (!started) {
            throw new IllegalStateException("no message was started");
        }
    }

    /** Wipes the key schedule and frees it. */
    @Override
    public void close() {
        handle.close();
    }
}

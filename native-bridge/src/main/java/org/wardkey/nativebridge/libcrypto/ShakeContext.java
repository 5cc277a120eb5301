package org.wardkey.nativebridge.libcrypto;

import java.util.Objects;
import org.wardkey.nativebridge.NativeBuffer;
import org.wardkey.nativebridge.NativeHandle;

/** SHAKE of one message after another. Not for two threads at a time: a collision is refused. Source: FIPS 202 §6.2. */
public final class ShakeContext implements AutoCloseable {
    private static final int SLICE_BYTES = 8 * 1024;

    private final long function;
    private final NativeHandle handle;

    private ShakeContext(long function, NativeHandle handle) {
        this.function = function;
        this.handle = handle;
    }

    /**
     * Starts the first message.
     *
     * @throws IllegalArgumentException if the library lacks the function
     */
    public static ShakeContext of(Libcrypto libcrypto, Shake function) {
        try (Call call = new Call()) {
            ShakeContext context = new ShakeContext(libcrypto.shake(call, function), newHandle(call));
            try {
                context.reset();
                return context;
            } catch (LibcryptoException e) {
                context.close();
                throw e;
            }
        }
    }

    private static NativeHandle newHandle(Call call) {
        return NativeHandle.owning(
                "EVP_MD_CTX",
                call.check(LibcryptoSymbols.EVP_MD_CTX_new(), "EVP_MD_CTX_new"),
                LibcryptoSymbols::EVP_MD_CTX_free);
    }

    private void start(Call call, long pointer) {
        call.check(LibcryptoSha3Symbols.EVP_DigestInit_ex(pointer, function, 0), "EVP_DigestInit_ex");
    }

    /** Adds a part of the message. */
    public void update(byte[] data, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, data.length);
        long pointer = handle.acquireExclusive();
        try (Call call = new Call()) {
            NativeBuffer slice = call.out(Math.min(length, SLICE_BYTES));
            for (int done = 0; done < length; done += slice.sizeBytes()) {
                int size = Math.min(slice.sizeBytes(), length - done);
                slice.put(0, data, offset + done, size);
                call.check(LibcryptoSha3Symbols.EVP_DigestUpdate(pointer, slice.address(), size), "EVP_DigestUpdate");
            }
        } finally {
            handle.release();
        }
    }

    /** Returns the first bytes of the output, and starts the next message. */
    public byte[] finish(int sizeBytes) {
        long pointer = handle.acquireExclusive();
        try (Call call = new Call()) {
            NativeBuffer output = call.out(sizeBytes);
            call.check(
                    LibcryptoSha3Symbols.EVP_DigestFinalXOF(pointer, output.address(), sizeBytes),
                    "EVP_DigestFinalXOF");
            start(call, pointer);
            return output.bytes(0, sizeBytes);
        } finally {
            handle.release();
        }
    }

    /** Forgets what the message had so far. */
    public void reset() {
        long pointer = handle.acquireExclusive();
        try (Call call = new Call()) {
            start(call, pointer);
        } finally {
            handle.release();
        }
    }

    /** Returns an independent copy with the message so far. */
    public ShakeContext dup() {
        long pointer = handle.acquireExclusive();
        try (Call call = new Call()) {
            NativeHandle copy = newHandle(call);
            int copied = LibcryptoSha3Symbols.EVP_MD_CTX_copy_ex(copy.acquire(), pointer);
            copy.release();
            if (copied != 1) {
                LibcryptoException failure = call.failure("EVP_MD_CTX_copy_ex");
                copy.close();
                throw failure;
            }
            return new ShakeContext(function, copy);
        } finally {
            handle.release();
        }
    }

    @Override
    public void close() {
        handle.close();
    }
}

package org.wardkey.nativebridge.libcrypto;

import java.util.Objects;
import org.wardkey.nativebridge.NativeBuffer;
import org.wardkey.nativebridge.NativeHandle;

/** CMAC with AES under one key, of one message after another. Source: SP 800-38B. */
public final class CmacContext implements MacContext {
    /** The code's length. */
    public static final int MAC_BYTES = 16;

    private static final int SLICE_BYTES = 8 * 1024;

    /** At the start of a message: libraries differ in how a context goes back there, not in how it is copied. */
    private final NativeHandle start;

    private final NativeHandle message;

    private CmacContext(NativeHandle start, NativeHandle message) {
        this.start = start;
        this.message = message;
    }

    /**
     * Starts the first message.
     *
     * @param key 16, 24 or 32 bytes; the caller wipes it
     * @throws IllegalArgumentException if the library lacks the cipher or the key has another size
     */
    public static CmacContext of(Libcrypto libcrypto, byte[] key) {
        try (Call call = new Call()) {
            long cipher = libcrypto.cipher(call, SymmetricCipher.AES_CBC, key.length);
            CmacContext context = new CmacContext(newHandle(call), newHandle(call));
            try {
                long pointer = context.start.acquire();
                try {
                    call.check(
                            LibcryptoSymbols.CMAC_Init(pointer, call.in(key).address(), key.length, cipher, 0),
                            "CMAC_Init");
                } finally {
                    context.start.release();
                }
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
                "CMAC_CTX",
                call.check(LibcryptoSymbols.CMAC_CTX_new(), "CMAC_CTX_new"),
                LibcryptoSymbols::CMAC_CTX_free);
    }

    private static void copy(Call call, long target, NativeHandle source) {
        long from = source.acquire();
        try {
            call.check(LibcryptoSymbols.CMAC_CTX_copy(target, from), "CMAC_CTX_copy");
        } finally {
            source.release();
        }
    }

    @Override
    public void update(byte[] data, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, data.length);
        long pointer = message.acquireExclusive();
        try (Call call = new Call()) {
            NativeBuffer slice = call.out(Math.min(length, SLICE_BYTES));
            for (int done = 0; done < length; done += slice.sizeBytes()) {
                int size = Math.min(slice.sizeBytes(), length - done);
                slice.put(0, data, offset + done, size);
                call.check(LibcryptoSymbols.CMAC_Update(pointer, slice.address(), size), "CMAC_Update");
            }
        } finally {
            message.release();
        }
    }

    @Override
    public byte[] finish() {
        long pointer = message.acquireExclusive();
        try (Call call = new Call()) {
            NativeBuffer mac = call.out(MAC_BYTES);
            NativeBuffer length = call.cell(MAC_BYTES);
            call.check(LibcryptoSymbols.CMAC_Final(pointer, mac.address(), length.address()), "CMAC_Final");
            copy(call, pointer, start);
            return mac.bytes(0, MAC_BYTES);
        } finally {
            message.release();
        }
    }

    @Override
    public void reset() {
        long pointer = message.acquireExclusive();
        try (Call call = new Call()) {
            copy(call, pointer, start);
        } finally {
            message.release();
        }
    }

    @Override
    public CmacContext dup() {
        try (Call call = new Call()) {
            CmacContext twin = new CmacContext(newHandle(call), newHandle(call));
            try {
                twin.take(call, this);
                return twin;
            } catch (LibcryptoException | IllegalStateException e) {
                twin.close();
                throw e;
            }
        }
    }

    private void take(Call call, CmacContext other) {
        long ownStart = start.acquire();
        try {
            copy(call, ownStart, other.start);
        } finally {
            start.release();
        }
        long ownMessage = message.acquire();
        try {
            copy(call, ownMessage, other.message);
        } finally {
            message.release();
        }
    }

    @Override
    public void close() {
        start.close();
        message.close();
    }
}

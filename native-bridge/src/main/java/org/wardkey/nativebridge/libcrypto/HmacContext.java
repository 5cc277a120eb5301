package org.wardkey.nativebridge.libcrypto;

import java.util.Arrays;
import java.util.Objects;
import org.wardkey.nativebridge.NativeBuffer;
import org.wardkey.nativebridge.NativeHandle;

/**
 * An HMAC under one key. {@link #finish()} starts the next message. Not for two threads at a time: a collision is refused. Source: FIPS 198-1.
 */
public final class HmacContext implements MacContext {
    private static final int SLICE_BYTES = 8 * 1024;

    private final Digest digest;
    private final NativeHandle handle;

    private HmacContext(Digest digest, NativeHandle handle) {
        this.digest = digest;
        this.handle = handle;
    }

    /**
     * Starts the first message.
     *
     * @param key of any size, also empty; the caller wipes it
     */
    public static HmacContext of(Libcrypto libcrypto, Digest digest, byte[] key) {
        try (Call call = new Call()) {
            HmacContext context = new HmacContext(digest, newHandle(call));
            long pointer = context.handle.acquireExclusive();
            try {
                call.check(
                        LibcryptoSymbols.HMAC_Init_ex(
                                pointer, call.in(key).address(), key.length, libcrypto.digest(digest), 0),
                        "HMAC_Init_ex");
                return context;
            } catch (LibcryptoException | IllegalArgumentException e) {
                context.close();
                throw e;
            } finally {
                context.handle.release();
            }
        }
    }

    private static NativeHandle newHandle(Call call) {
        return NativeHandle.owning(
                "HMAC_CTX",
                call.check(LibcryptoSymbols.HMAC_CTX_new(), "HMAC_CTX_new"),
                LibcryptoSymbols::HMAC_CTX_free);
    }

    @Override
    public void update(byte[] data, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, data.length);
        long pointer = handle.acquireExclusive();
        try (Call call = new Call()) {
            NativeBuffer slice = call.out(Math.min(length, SLICE_BYTES));
            for (int done = 0; done < length; done += slice.sizeBytes()) {
                int size = Math.min(slice.sizeBytes(), length - done);
                slice.put(0, data, offset + done, size);
                call.check(LibcryptoSymbols.HMAC_Update(pointer, slice.address(), size), "HMAC_Update");
            }
        } finally {
            handle.release();
        }
    }

    /** Adds a part of the message. */
    public void update(byte[] data) {
        update(data, 0, data.length);
    }

    /** Returns the MAC, as long as the digest, and starts the next message under the same key. */
    @Override
    public byte[] finish() {
        long pointer = handle.acquireExclusive();
        try (Call call = new Call()) {
            NativeBuffer mac = call.out(digest.sizeBytes());
            NativeBuffer length = call.cell(0);
            call.check(LibcryptoSymbols.HMAC_Final(pointer, mac.address(), length.address()), "HMAC_Final");
            restart(call, pointer);
            return mac.bytes(0, length.getInt(0));
        } finally {
            handle.release();
        }
    }

    /** Forgets what the message had so far. Ends the message first: AWS-LC restarts only a finished one, and says nothing otherwise. */
    @Override
    public void reset() {
        Arrays.fill(finish(), (byte) 0);
    }

    private static void restart(Call call, long pointer) {
        call.check(LibcryptoSymbols.HMAC_Init_ex(pointer, 0, 0, 0, 0), "HMAC_Init_ex");
    }

    @Override
    public HmacContext dup() {
        long pointer = handle.acquireExclusive();
        try (Call call = new Call()) {
            NativeHandle copy = newHandle(call);
            int copied = LibcryptoSymbols.HMAC_CTX_copy(copy.acquire(), pointer);
            copy.release();
            if (copied != 1) {
                LibcryptoException failure = call.failure("HMAC_CTX_copy");
                copy.close();
                throw failure;
            }
            return new HmacContext(digest, copy);
        } finally {
            handle.release();
        }
    }

    @Override
    public void close() {
        handle.close();
    }
}

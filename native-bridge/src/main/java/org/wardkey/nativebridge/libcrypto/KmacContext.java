package org.wardkey.nativebridge.libcrypto;

import java.util.Objects;
import org.wardkey.nativebridge.NativeBuffer;
import org.wardkey.nativebridge.NativeHandle;

/** KMAC under one key, of one message after another, with one customization string. Source: SP 800-185 §4. */
public final class KmacContext implements MacContext {
    /** OpenSSL's bounds. Source: OpenSSL 3.0 providers/implementations/macs/kmac_prov.c. */
    public static final int SMALLEST_KEY_BYTES = 4;

    /** The longest key and customization string. */
    public static final int LARGEST_INPUT_BYTES = 512;

    /** The longest code; the length in bits is encoded in 3 bytes. */
    public static final int LARGEST_MAC_BYTES = 0xFFFFFF / Byte.SIZE;

    private static final int SLICE_BYTES = 8 * 1024;

    private final NativeHandle handle;
    private final int macBytes;

    private KmacContext(NativeHandle handle, int macBytes) {
        this.handle = handle;
        this.macBytes = macBytes;
    }

    /**
     * Starts the first message.
     *
     * @param key 4 to 512 bytes; the caller wipes it
     * @param macBytes the code's length, which enters the computation
     * @param customization at most 512 bytes
     * @throws IllegalArgumentException if the library lacks KMAC, or a length is not one of these
     */
    public static KmacContext of(Libcrypto libcrypto, Shake function, byte[] key, int macBytes, byte[] customization) {
        require("key", key.length, SMALLEST_KEY_BYTES, LARGEST_INPUT_BYTES);
        require("customization string", customization.length, 0, LARGEST_INPUT_BYTES);
        require("code", macBytes, 1, LARGEST_MAC_BYTES);
        try (Call call = new Call()) {
            NativeHandle handle = owned(
                    call, LibcryptoSha3Symbols.EVP_MAC_CTX_new(libcrypto.kmac(call, function)), "EVP_MAC_CTX_new");
            long pointer = handle.acquireExclusive();
            try {
                long parameters = Parameters.of(call)
                        .size("size", macBytes)
                        .octets("custom", customization)
                        .address();
                call.check(
                        LibcryptoSha3Symbols.EVP_MAC_init(pointer, call.in(key).address(), key.length, parameters),
                        "EVP_MAC_init");
                return new KmacContext(handle, macBytes);
            } catch (LibcryptoException e) {
                handle.close();
                throw e;
            } finally {
                handle.release();
            }
        }
    }

    private static void require(String what, int sizeBytes, int smallest, int largest) {
        if (sizeBytes < smallest || sizeBytes > largest) {
            throw new IllegalArgumentException(
                    "expected a " + what + " of " + smallest + " to " + largest + " bytes, got " + sizeBytes);
        }
    }

    private static NativeHandle owned(Call call, long pointer, String function) {
        return NativeHandle.owning(
                "EVP_MAC_CTX", call.check(pointer, function), LibcryptoSha3Symbols::EVP_MAC_CTX_free);
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
                call.check(LibcryptoSha3Symbols.EVP_MAC_update(pointer, slice.address(), size), "EVP_MAC_update");
            }
        } finally {
            handle.release();
        }
    }

    @Override
    public byte[] finish() {
        long pointer = handle.acquireExclusive();
        try (Call call = new Call()) {
            NativeBuffer mac = call.out(macBytes);
            NativeBuffer length = call.cell(0);
            call.check(
                    LibcryptoSha3Symbols.EVP_MAC_final(pointer, mac.address(), length.address(), macBytes),
                    "EVP_MAC_final");
            restart(call, pointer);
            return mac.bytes(0, macBytes);
        } finally {
            handle.release();
        }
    }

    @Override
    public void reset() {
        long pointer = handle.acquireExclusive();
        try (Call call = new Call()) {
            restart(call, pointer);
        } finally {
            handle.release();
        }
    }

    /** Key, length and customization string stay as they are. */
    private static void restart(Call call, long pointer) {
        call.check(LibcryptoSha3Symbols.EVP_MAC_init(pointer, 0, 0, 0), "EVP_MAC_init");
    }

    @Override
    public KmacContext dup() {
        long pointer = handle.acquireExclusive();
        try (Call call = new Call()) {
            return new KmacContext(
                    owned(call, LibcryptoSha3Symbols.EVP_MAC_CTX_dup(pointer), "EVP_MAC_CTX_dup"), macBytes);
        } finally {
            handle.release();
        }
    }

    @Override
    public void close() {
        handle.close();
    }
}

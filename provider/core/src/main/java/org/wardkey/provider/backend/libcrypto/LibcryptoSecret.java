package org.wardkey.provider.backend.libcrypto;

import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wardkey.nativebridge.NativeBuffer;
import org.wardkey.provider.backend.BackendKey;

/** The bytes of a secret key in native memory. What closing means for a shared key: {@link LibcryptoPkey}. */
final class LibcryptoSecret implements BackendKey {
    private final NativeBuffer bytes;
    private final boolean shared;
    private final KeySchedules schedules = new KeySchedules();

    private LibcryptoSecret(NativeBuffer bytes, boolean shared) {
        this.bytes = bytes;
        this.shared = shared;
    }

    /** Copies the bytes, which the caller wipes. */
    static LibcryptoSecret copyOf(byte[] raw, boolean shared) {
        NativeBuffer bytes = NativeBuffer.allocate(raw.length);
        bytes.put(0, raw, 0, raw.length);
        return new LibcryptoSecret(bytes, shared);
    }

    static LibcryptoSecret of(BackendKey key) throws InvalidKeyException {
        if (key instanceof LibcryptoSecret ours) {
            return ours;
        }
        throw new InvalidKeyException("Expected a secret key of this engine, got " + key + ".");
    }

    static LibcryptoSecret aes(BackendKey key) throws InvalidKeyException {
        LibcryptoSecret secret = of(key);
        requireAesSize(secret.bytes.sizeBytes());
        return secret;
    }

    static void requireAesSize(int sizeBytes) throws InvalidKeyException {
        if (sizeBytes != 16 && sizeBytes != 24 && sizeBytes != 32) {
            throw new InvalidKeyException("Expected an AES key of 16, 24 or 32 bytes, got " + sizeBytes + ".");
        }
    }

    /**
     * Lends the bytes, and wipes them when the function returns.
     *
     * @throws IllegalStateException if the key was closed
     */
    <T extends @Nullable Object> T use(Function<byte[], T> use) {
        byte[] copy = bytes.bytes(0, bytes.sizeBytes());
        try {
            return use.apply(copy);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    /**
     * Stops an operation whose key was destroyed meanwhile, before it touches a context that went with the key.
     *
     * @throws IllegalStateException if the key was closed
     */
    void requireOpen() {
        bytes.acquire();
        bytes.release();
    }

    /** Says whether {@link #requireOpen} would pass now. */
    boolean isOpen() {
        try {
            requireOpen();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /**
     * Has a context that was made from this key freed with it.
     *
     * @param close frees it
     * @return the context
     */
    <C> C closing(C context, Consumer<C> close) {
        return shared ? context : schedules.add(context, close);
    }

    @Override
    public void close() {
        if (!shared) {
            bytes.close();
            schedules.end();
        }
    }

    @Override
    public String toString() {
        return "LibcryptoSecret[" + bytes.sizeBytes() + " bytes]";
    }
}

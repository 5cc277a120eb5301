package org.wardkey.provider.backend;

/** A key as one engine holds it: a native handle, a JDK object or a token's object. */
public interface BackendKey extends AutoCloseable {
    /** Releases what the engine holds, and zeroes it as far as the engine can. Idempotent. */
    @Override
    void close();
}

package org.wardkey.provider.backend.libcrypto;

import java.security.InvalidKeyException;
import org.wardkey.nativebridge.libcrypto.EvpKey;
import org.wardkey.provider.backend.BackendKey;

/**
 * A public or private key in libcrypto.
 *
 * <p>A plain key is shared by everyone who has the same key object, and the cache closes it when that
 * object was collected, which an operation in progress may outlive. So closing a shared key only drops
 * it: libcrypto wipes and frees it when no operation refers to it any more.
 */
final class LibcryptoPkey implements BackendKey {
    private final EvpKey key;
    private final boolean shared;

    LibcryptoPkey(EvpKey key, boolean shared) {
        this.key = key;
        this.shared = shared;
    }

    static EvpKey of(BackendKey key) throws InvalidKeyException {
        if (key instanceof LibcryptoPkey ours) {
            return ours.key;
        }
        throw new InvalidKeyException("Expected a public or private key of this engine, got " + key + ".");
    }

    @Override
    public void close() {
        if (!shared) {
            key.close();
        }
    }

    @Override
    public String toString() {
        return "Libcrypto" + key;
    }
}

package org.wardkey.provider.backend.libcrypto;

import java.security.ProviderException;
import org.wardkey.nativebridge.libcrypto.LibcryptoException;
import org.wardkey.nativebridge.libcrypto.MacContext;
import org.wardkey.provider.backend.MacOperation;

/** An HMAC, a CMAC or a KMAC; gives no code once its key was destroyed, and its context went with it. */
final class LibcryptoMacOperation implements MacOperation {
    private final MacContext context;
    private final LibcryptoSecret key;

    LibcryptoMacOperation(MacContext context, LibcryptoSecret key) {
        this.context = key.closing(context, MacContext::close);
        this.key = key;
    }

    @Override
    public void update(byte[] input, int offset, int length) {
        try {
            context.update(input, offset, length);
        } catch (LibcryptoException | IllegalStateException e) {
            unlessDestroyed(e);
        }
    }

    /** That the key was destroyed is for {@link #finish} to say, and for who asks it. */
    private void unlessDestroyed(RuntimeException e) {
        if (key.isOpen()) {
            throw failure(e);
        }
    }

    @Override
    public byte[] finish() {
        try {
            key.requireOpen();
            return context.finish();
        } catch (LibcryptoException | IllegalStateException e) {
            throw failure(e);
        }
    }

    @Override
    public void reset() {
        try {
            context.reset();
        } catch (LibcryptoException | IllegalStateException e) {
            unlessDestroyed(e);
        }
    }

    @Override
    public MacOperation copy() {
        try {
            return new LibcryptoMacOperation(context.dup(), key);
        } catch (LibcryptoException | IllegalStateException e) {
            throw failure(e);
        }
    }

    private static ProviderException failure(RuntimeException cause) {
        return new ProviderException("libcrypto did not compute the code: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        context.close();
    }
}

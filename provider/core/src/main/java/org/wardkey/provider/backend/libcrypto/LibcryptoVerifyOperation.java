package org.wardkey.provider.backend.libcrypto;

import java.security.SignatureException;
import java.util.Arrays;
import org.wardkey.nativebridge.libcrypto.EvpKey;
import org.wardkey.nativebridge.libcrypto.LibcryptoException;
import org.wardkey.provider.backend.VerifyOperation;

/** Verifies what {@link MessageInput} made of the message; a malformed signature, also DER that is not canonical, is false. */
final class LibcryptoVerifyOperation implements VerifyOperation {
    private final EvpKey key;
    private final SignatureScheme scheme;
    private final MessageInput message;

    LibcryptoVerifyOperation(EvpKey key, SignatureScheme scheme, MessageInput message) {
        this.key = key;
        this.scheme = scheme;
        this.message = message;
    }

    @Override
    public void update(byte[] input, int offset, int length) throws SignatureException {
        message.update(input, offset, length);
    }

    @Override
    public boolean verify(byte[] signature) throws SignatureException {
        byte[] input = message.take();
        try {
            return scheme.verifier().verify(key, input, signature);
        } catch (LibcryptoException | IllegalStateException | IllegalArgumentException e) {
            throw new SignatureException("libcrypto did not verify: " + e.getMessage(), e);
        } finally {
            Arrays.fill(input, (byte) 0);
        }
    }

    @Override
    public void close() {
        message.clear();
    }
}

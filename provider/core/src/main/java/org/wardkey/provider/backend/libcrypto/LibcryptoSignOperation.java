package org.wardkey.provider.backend.libcrypto;

import java.security.SignatureException;
import java.util.Arrays;
import org.wardkey.nativebridge.libcrypto.EvpKey;
import org.wardkey.nativebridge.libcrypto.LibcryptoException;
import org.wardkey.provider.backend.SignOperation;

/** Signs what {@link MessageInput} made of the message. Ed25519 keeps the message, up to 2 GiB, until it is signed. */
final class LibcryptoSignOperation implements SignOperation {
    private final EvpKey key;
    private final SignatureScheme scheme;
    private final MessageInput message;

    LibcryptoSignOperation(EvpKey key, SignatureScheme scheme, MessageInput message) {
        this.key = key;
        this.scheme = scheme;
        this.message = message;
    }

    @Override
    public void update(byte[] input, int offset, int length) throws SignatureException {
        message.update(input, offset, length);
    }

    @Override
    public byte[] sign() throws SignatureException {
        byte[] input = message.take();
        try {
            return scheme.signer().sign(key, input);
        } catch (LibcryptoException | IllegalStateException | IllegalArgumentException e) {
            throw new SignatureException("libcrypto did not sign: " + e.getMessage(), e);
        } finally {
            Arrays.fill(input, (byte) 0);
        }
    }

    @Override
    public void close() {
        message.clear();
    }
}

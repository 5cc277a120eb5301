package org.wardkey.provider.backend;

import java.security.GeneralSecurityException;
import java.security.ProviderException;

/** One GMAC: an encryption with AES-GCM whose message is all associated data. Source: SP 800-38D §3. */
final class GmacOperation implements MacOperation {
    static final int MAC_BYTES = 16;
    private static final byte[] NO_TEXT = {};

    private final CipherOperation encryption;

    GmacOperation(CipherOperation encryption) {
        this.encryption = encryption;
    }

    @Override
    public void update(byte[] input, int offset, int length) {
        encryption.updateAad(input, offset, length);
    }

    @Override
    public byte[] finish() {
        byte[] code = new byte[MAC_BYTES];
        try {
            encryption.finish(NO_TEXT, 0, 0, code, 0);
            return code;
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The engine did not compute the code.", e);
        }
    }

    @Override
    public void reset() {
        throw new UnsupportedOperationException("Expected a new operation: one serves one message.");
    }

    @Override
    public MacOperation copy() throws CloneNotSupportedException {
        throw new CloneNotSupportedException("Two codes under one IV would give the key away.");
    }

    @Override
    public void close() {
        encryption.close();
    }
}

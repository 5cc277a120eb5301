package org.wardkey.provider.backend.jdk;

import java.security.Signature;
import java.security.SignatureException;
import org.wardkey.provider.backend.SignOperation;

/** A {@code Signature} of the JDK, initialised to sign. */
final class JdkSignOperation implements SignOperation {
    private final Signature signature;

    JdkSignOperation(Signature signature) {
        this.signature = signature;
    }

    @Override
    public void update(byte[] input, int offset, int length) throws SignatureException {
        signature.update(input, offset, length);
    }

    @Override
    public byte[] sign() throws SignatureException {
        return signature.sign();
    }

    @Override
    public void close() {
        // The JDK's object holds nothing that could be released.
    }
}

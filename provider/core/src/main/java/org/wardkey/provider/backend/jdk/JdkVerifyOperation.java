package org.wardkey.provider.backend.jdk;

import java.security.Signature;
import java.security.SignatureException;
import org.wardkey.provider.backend.VerifyOperation;

/** A {@code Signature} of the JDK, initialised to verify. */
final class JdkVerifyOperation implements VerifyOperation {
    private final Signature signature;

    JdkVerifyOperation(Signature signature) {
        this.signature = signature;
    }

    @Override
    public void update(byte[] input, int offset, int length) throws SignatureException {
        signature.update(input, offset, length);
    }

    @Override
    public boolean verify(byte[] value) throws SignatureException {
        return signature.verify(value);
    }

    @Override
    public void close() {
        // The JDK's object holds nothing that could be released.
    }
}

package org.wardkey.provider.backend.jdk;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import org.wardkey.provider.backend.CipherOperation;

/**
 * A {@code Cipher} of the JDK, initialised. SunJCE holds the plaintext of GCM back until the tag was
 * verified.
 */
final class JdkCipherOperation implements CipherOperation {
    private final Cipher cipher;

    JdkCipherOperation(Cipher cipher) {
        this.cipher = cipher;
    }

    Cipher cipher() {
        return cipher;
    }

    @Override
    public void updateAad(byte[] input, int offset, int length) {
        cipher.updateAAD(input, offset, length);
    }

    @Override
    public int update(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException {
        return cipher.update(input, inputOffset, length, output, outputOffset);
    }

    @Override
    public int finish(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, GeneralSecurityException {
        return cipher.doFinal(input, inputOffset, length, output, outputOffset);
    }

    @Override
    public int outputSizeBytes(int length) {
        return cipher.getOutputSize(length);
    }

    @Override
    public void close() {
        // The JDK's object holds nothing that could be released.
    }
}

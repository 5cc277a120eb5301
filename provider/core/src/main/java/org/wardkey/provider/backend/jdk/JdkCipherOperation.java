package org.wardkey.provider.backend.jdk;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import org.wardkey.provider.backend.CipherOperation;

/**
 * A {@code Cipher} of the JDK, initialised. SunJCE holds the plaintext of GCM back until the tag was
 * verified.
 */
final class JdkCipherOperation implements CipherOperation {
    private static final int BLOCK_BYTES = 16;

    private final Cipher cipher;
    private boolean encrypting;
    private int tagSizeBytes;

    /** What SunJCE was given and has not answered: of an encryption less than a block, of a decryption all. */
    private int withheld;

    JdkCipherOperation(Cipher cipher) {
        this.cipher = cipher;
    }

    /** Begins a message. */
    void start(int mode, Key key, GCMParameterSpec parameters, SecureRandom random) throws GeneralSecurityException {
        cipher.init(mode, key, parameters, random);
        encrypting = mode == Cipher.ENCRYPT_MODE;
        tagSizeBytes = parameters.getTLen() / Byte.SIZE;
        withheld = 0;
    }

    @Override
    public void updateAad(byte[] input, int offset, int length) {
        cipher.updateAAD(input, offset, length);
    }

    @Override
    public int update(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException {
        int given = cipher.update(input, inputOffset, length, output, outputOffset);
        withheld = Math.addExact(withheld, length) - given;
        return given;
    }

    @Override
    public int finish(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, GeneralSecurityException {
        return cipher.doFinal(input, inputOffset, length, output, outputOffset);
    }

    @Override
    public int outputSizeBytes(int length) {
        int data = Math.addExact(withheld, length);
        return encrypting ? Math.addExact(data, tagSizeBytes) : Math.max(0, data - tagSizeBytes);
    }

    @Override
    public int updateSizeBytes(int length) {
        return encrypting ? Math.addExact(withheld, length) / BLOCK_BYTES * BLOCK_BYTES : 0;
    }

    @Override
    public void close() {
        // The JDK's object holds nothing that could be released.
    }
}

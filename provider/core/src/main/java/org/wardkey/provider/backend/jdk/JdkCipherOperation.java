package org.wardkey.provider.backend.jdk;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
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
        int given;
        if (collides(input, output)) {
            byte[] copy = Arrays.copyOfRange(input, inputOffset, inputOffset + length);
            try {
                given = cipher.update(copy, 0, length, output, outputOffset);
            } finally {
                Arrays.fill(copy, (byte) 0);
            }
        } else {
            given = cipher.update(input, inputOffset, length, output, outputOffset);
        }
        withheld = Math.addExact(withheld, length) - given;
        return given;
    }

    @Override
    public int finish(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, GeneralSecurityException {
        if (!encrypting && Math.addExact(withheld, length) < tagSizeBytes) {
            // SunJCE calls this a buffer that is too short.
            throw new AEADBadTagException("The message does not authenticate.");
        }
        int given;
        if (collides(input, output)) {
            byte[] copy = Arrays.copyOfRange(input, inputOffset, inputOffset + length);
            try {
                given = cipher.doFinal(copy, 0, length, output, outputOffset);
            } finally {
                Arrays.fill(copy, (byte) 0);
            }
        } else {
            given = cipher.doFinal(input, inputOffset, length, output, outputOffset);
        }
        withheld = 0;
        return given;
    }

    /** With bytes withheld, what is written runs ahead of what is read, and would be read again. */
    @SuppressWarnings("ReferenceEquality") // whether they are one array
    private boolean collides(byte[] input, byte[] output) {
        return withheld > 0 && input == output;
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

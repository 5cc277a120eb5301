package org.wardkey.provider.backend.libcrypto;

import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.ShortBufferException;
import org.wardkey.nativebridge.libcrypto.AeadContext;
import org.wardkey.nativebridge.libcrypto.Libcrypto;
import org.wardkey.nativebridge.libcrypto.LibcryptoException;

/** Encrypts as the message comes; nothing is kept. */
final class AeadEncryption extends AeadOperation {
    AeadEncryption(Libcrypto libcrypto) {
        super(libcrypto, AeadContext.Direction.SEAL);
    }

    @Override
    public int update(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException {
        Objects.checkFromIndexSize(inputOffset, length, input.length);
        requireRoom(output, outputOffset, length);
        takeText();
        try {
            requireKey();
            transform(input, inputOffset, length, output, outputOffset);
            return length;
        } catch (LibcryptoException | IllegalStateException e) {
            end();
            throw failure(e);
        }
    }

    @Override
    public int finish(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, InvalidKeyException {
        Objects.checkFromIndexSize(inputOffset, length, input.length);
        requireRoom(output, outputOffset, (long) length + tagSizeBytes());
        takeText();
        try {
            requireKey();
            transform(input, inputOffset, length, output, outputOffset);
            byte[] tag = context().finishSeal(tagSizeBytes());
            System.arraycopy(tag, 0, output, outputOffset + length, tag.length);
            return length + tag.length;
        } catch (LibcryptoException | IllegalStateException e) {
            throw new InvalidKeyException("libcrypto did not encrypt: " + e.getMessage(), e);
        } finally {
            end();
        }
    }

    /** libcrypto works from front to back, so output that runs ahead of its input would be encrypted again. */
    private void transform(byte[] input, int inputOffset, int length, byte[] output, int outputOffset) {
        if (length == 0) {
            return;
        }
        boolean ahead = input == output && outputOffset > inputOffset && outputOffset - inputOffset < length;
        if (!ahead) {
            context().update(input, inputOffset, length, output, outputOffset);
            return;
        }
        byte[] copy = Arrays.copyOfRange(input, inputOffset, inputOffset + length);
        try {
            context().update(copy, 0, length, output, outputOffset);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    @Override
    public int outputSizeBytes(int length) {
        return Math.addExact(length, tagSizeBytes());
    }

    @Override
    public int updateSizeBytes(int length) {
        return length;
    }
}

package org.wardkey.provider.backend.tpm;

import java.security.GeneralSecurityException;
import javax.crypto.ShortBufferException;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.CipherOperation;

/** One message under a key that was unsealed for it, and that goes when the message ends. */
final class TpmCipherOperation implements CipherOperation {
    private final CipherOperation operation;
    private final BackendKey clear;

    /** Takes both over. */
    TpmCipherOperation(CipherOperation operation, BackendKey clear) {
        this.operation = operation;
        this.clear = clear;
    }

    @Override
    public void updateAad(byte[] input, int offset, int length) {
        operation.updateAad(input, offset, length);
    }

    @Override
    public int update(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException {
        return operation.update(input, inputOffset, length, output, outputOffset);
    }

    @Override
    public int finish(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, GeneralSecurityException {
        boolean over = true;
        try {
            return operation.finish(input, inputOffset, length, output, outputOffset);
        } catch (ShortBufferException e) {
            // Nothing was taken: the caller comes again with more room.
            over = false;
            throw e;
        } finally {
            if (over) {
                close();
            }
        }
    }

    @Override
    public int outputSizeBytes(int length) {
        return operation.outputSizeBytes(length);
    }

    @Override
    public int updateSizeBytes(int length) {
        return operation.updateSizeBytes(length);
    }

    @Override
    public void close() {
        operation.close();
        clear.close();
    }
}

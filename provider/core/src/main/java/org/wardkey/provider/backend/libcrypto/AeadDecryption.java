package org.wardkey.provider.backend.libcrypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.ShortBufferException;
import org.wardkey.nativebridge.libcrypto.AeadContext;
import org.wardkey.nativebridge.libcrypto.AuthenticationFailedException;
import org.wardkey.nativebridge.libcrypto.Libcrypto;
import org.wardkey.nativebridge.libcrypto.LibcryptoException;
import org.wardkey.provider.backend.GrowingBuffer;
import org.wardkey.provider.operation.CipherParameters;

/**
 * Decrypts when the whole message is there: it is kept, up to 2 GiB less 8 bytes, and decrypted in a
 * buffer of our own that is zeroed if the tag is wrong. So nothing reaches the caller before, and input
 * and output may overlap in any way.
 */
final class AeadDecryption extends AeadOperation {
    private final GrowingBuffer kept = new GrowingBuffer(GrowingBuffer.LARGEST_BYTES);

    AeadDecryption(Libcrypto libcrypto) {
        super(libcrypto, AeadContext.Direction.OPEN);
    }

    @Override
    void start(LibcryptoSecret key, CipherParameters parameters) throws GeneralSecurityException {
        kept.wipe();
        super.start(key, parameters);
    }

    @Override
    public int update(byte[] input, int inputOffset, int length, byte[] output, int outputOffset) {
        takeText();
        keep(input, inputOffset, length);
        return 0;
    }

    private void keep(byte[] input, int offset, int length) {
        if (!kept.append(input, offset, length)) {
            throw new ProviderException(
                    "Expected at most " + GrowingBuffer.LARGEST_BYTES + " bytes of ciphertext and tag.");
        }
    }

    @Override
    public int finish(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, AEADBadTagException, InvalidKeyException {
        Objects.checkFromIndexSize(inputOffset, length, input.length);
        requireRoom(output, outputOffset, (long) kept.size() + length - tagSizeBytes());
        takeText();
        try {
            keep(input, inputOffset, length);
            int textBytes = decrypt();
            System.arraycopy(kept.array(), 0, output, outputOffset, textBytes);
            return textBytes;
        } catch (LibcryptoException | IllegalStateException e) {
            throw new InvalidKeyException("libcrypto did not decrypt: " + e.getMessage(), e);
        } finally {
            kept.wipe();
            end();
        }
    }

    /** Decrypts in the buffer and returns the length of the plaintext. */
    private int decrypt() throws AEADBadTagException {
        int textBytes = kept.size() - tagSizeBytes();
        if (textBytes < 0) {
            throw new AEADBadTagException("The message does not authenticate.");
        }
        requireKey();
        try {
            context().update(kept.array(), 0, textBytes, kept.array(), 0);
            context().finishOpen(Arrays.copyOfRange(kept.array(), textBytes, kept.size()));
            return textBytes;
        } catch (AuthenticationFailedException e) {
            throw (AEADBadTagException) new AEADBadTagException("The message does not authenticate.").initCause(e);
        }
    }

    @Override
    public int outputSizeBytes(int length) {
        return Math.max(0, Math.addExact(kept.size(), length) - tagSizeBytes());
    }

    @Override
    public int updateSizeBytes(int length) {
        return 0;
    }

    @Override
    public void close() {
        kept.wipe();
        super.close();
    }
}

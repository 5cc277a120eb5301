package org.wardkey.provider.backend.libcrypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;
import org.wardkey.nativebridge.libcrypto.AesCcm;
import org.wardkey.nativebridge.libcrypto.AuthenticationFailedException;
import org.wardkey.nativebridge.libcrypto.Libcrypto;
import org.wardkey.nativebridge.libcrypto.LibcryptoException;
import org.wardkey.provider.backend.CipherOperation;
import org.wardkey.provider.backend.GrowingBuffer;
import org.wardkey.provider.operation.CipherParameters;

/**
 * One message through AES-CCM, kept until it is whole: its first block has the message's length. Not thread-safe.
 *
 * <p>Source: SP 800-38C §6.
 */
final class CcmOperation implements CipherOperation {
    private final Libcrypto libcrypto;
    private final LibcryptoSecret key;
    private final CipherParameters parameters;
    private final boolean encrypting;
    private final GrowingBuffer aad = new GrowingBuffer(GrowingBuffer.LARGEST_BYTES);
    private final GrowingBuffer text = new GrowingBuffer(GrowingBuffer.LARGEST_BYTES);
    private boolean takesAad = true;
    private boolean over;

    CcmOperation(Libcrypto libcrypto, LibcryptoSecret key, CipherParameters parameters, boolean encrypting)
            throws GeneralSecurityException {
        try {
            key.requireOpen();
        } catch (IllegalStateException e) {
            throw new InvalidKeyException("The key was destroyed.", e);
        }
        this.libcrypto = libcrypto;
        this.key = key;
        this.parameters = parameters;
        this.encrypting = encrypting;
    }

    @Override
    public void updateAad(byte[] input, int offset, int length) {
        if (!takesAad) {
            throw new IllegalStateException("Expected associated data before any of the message.");
        }
        keep(aad, input, offset, length);
    }

    @Override
    public int update(byte[] input, int inputOffset, int length, byte[] output, int outputOffset) {
        takeText();
        keep(text, input, inputOffset, length);
        return 0;
    }

    private void takeText() {
        if (over) {
            throw new IllegalStateException("Expected a new start with a nonce; the message is over.");
        }
        takesAad = false;
    }

    private static void keep(GrowingBuffer buffer, byte[] input, int offset, int length) {
        if (!buffer.append(input, offset, length)) {
            throw new ProviderException("Expected at most " + GrowingBuffer.LARGEST_BYTES + " bytes.");
        }
    }

    @Override
    public int finish(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, GeneralSecurityException {
        AeadOperation.requireRoom(output, outputOffset, outputSizeBytes(length));
        takeText();
        byte[] authenticated = Arrays.copyOf(aad.array(), aad.size());
        try {
            keep(text, input, inputOffset, length);
            byte @Nullable [] result = key.use(bytes -> transform(bytes, authenticated));
            if (result == null) {
                throw new AEADBadTagException("The message does not authenticate.");
            }
            System.arraycopy(result, 0, output, outputOffset, result.length);
            int given = result.length;
            Arrays.fill(result, (byte) 0);
            return given;
        } catch (LibcryptoException | IllegalStateException | IllegalArgumentException e) {
            throw new InvalidKeyException("libcrypto did not go through the message: " + e.getMessage(), e);
        } finally {
            close();
        }
    }

    private byte @Nullable [] transform(byte[] keyBytes, byte[] authenticated) {
        byte[] nonce = parameters.iv();
        int tagSizeBytes = parameters.tagSizeBytes();
        if (encrypting) {
            return AesCcm.seal(libcrypto, keyBytes, nonce, authenticated, text.array(), 0, text.size(), tagSizeBytes);
        }
        try {
            return AesCcm.open(libcrypto, keyBytes, nonce, authenticated, text.array(), 0, text.size(), tagSizeBytes);
        } catch (AuthenticationFailedException e) {
            return null;
        }
    }

    @Override
    public int outputSizeBytes(int length) {
        return parameters.outputSizeBytes(encrypting, Math.addExact(text.size(), length));
    }

    @Override
    public int updateSizeBytes(int length) {
        return 0;
    }

    @Override
    public void close() {
        over = true;
        text.wipe();
        aad.wipe();
    }
}

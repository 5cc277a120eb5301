package org.wardkey.provider.fips;

import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import org.wardkey.provider.backend.GrowingBuffer;
import org.wardkey.provider.operation.ServiceIndicator.Service;

/**
 * Decrypts with the module's AES-GCM when the whole message is there: the module itself would give plaintext before the tag
 * was verified. Not thread-safe.
 *
 * <p>Source: SP 800-38D §7.2 ("If the tag is not verified, return FAIL").
 */
final class GcmDecryption extends GcmCipher {
    private final GrowingBuffer kept = new GrowingBuffer(GrowingBuffer.LARGEST_BYTES);

    GcmDecryption(Services services, Service service, Cipher cipher, int tagSizeBytes) {
        super(services, service, cipher, tagSizeBytes);
    }

    @Override
    public int update(byte[] input, int inputOffset, int length, byte[] output, int outputOffset) {
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
            throws ShortBufferException, GeneralSecurityException {
        requireRoom(output, outputOffset, outputSizeBytes(length));
        byte[] plaintext = new byte[0];
        try {
            keep(input, inputOffset, length);
            if (kept.size() < tagSizeBytes()) {
                throw new AEADBadTagException("The message does not authenticate.");
            }
            plaintext = services()
                    .<byte[], GeneralSecurityException>complete(
                            service(), what(), () -> cipher().doFinal(kept.array(), 0, kept.size()));
            System.arraycopy(plaintext, 0, output, outputOffset, plaintext.length);
            return plaintext.length;
        } catch (AEADBadTagException e) {
            throw (AEADBadTagException) new AEADBadTagException("The message does not authenticate.").initCause(e);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
            kept.wipe();
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
    }
}

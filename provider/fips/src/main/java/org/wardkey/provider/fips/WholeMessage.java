package org.wardkey.provider.fips;

import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import org.wardkey.provider.backend.GrowingBuffer;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.ServiceIndicator.Service;

/**
 * A message that the module gets when it is whole: what AES-GCM decrypts, since the module itself would give plaintext before
 * the tag was verified, and AES-CCM in both directions. Not thread-safe.
 *
 * <p>Source: SP 800-38D §7.2 ("If the tag is not verified, return FAIL").
 */
final class WholeMessage extends ModuleCipher {
    private final GrowingBuffer kept = new GrowingBuffer(GrowingBuffer.LARGEST_BYTES);

    WholeMessage(Services services, Service service, Cipher cipher, CipherParameters parameters) {
        super(services, service, cipher, parameters);
    }

    @Override
    public int update(byte[] input, int inputOffset, int length, byte[] output, int outputOffset) {
        keep(input, inputOffset, length);
        return 0;
    }

    private void keep(byte[] input, int offset, int length) {
        if (!kept.append(input, offset, length)) {
            throw new ProviderException("Expected at most " + GrowingBuffer.LARGEST_BYTES + " bytes in a message.");
        }
    }

    @Override
    public int finish(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, GeneralSecurityException {
        requireRoom(output, outputOffset, outputSizeBytes(length));
        byte[] result = new byte[0];
        try {
            keep(input, inputOffset, length);
            if (!encrypting() && kept.size() < parameters().tagSizeBytes()) {
                throw new AEADBadTagException("The message does not authenticate.");
            }
            result = services()
                    .<byte[], GeneralSecurityException>complete(
                            service(), what(), () -> cipher().doFinal(kept.array(), 0, kept.size()));
            System.arraycopy(result, 0, output, outputOffset, result.length);
            return result.length;
        } catch (AEADBadTagException e) {
            throw (AEADBadTagException) new AEADBadTagException("The message does not authenticate.").initCause(e);
        } finally {
            Arrays.fill(result, (byte) 0);
            kept.wipe();
        }
    }

    @Override
    public int outputSizeBytes(int length) {
        return parameters().outputSizeBytes(encrypting(), Math.addExact(kept.size(), length));
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

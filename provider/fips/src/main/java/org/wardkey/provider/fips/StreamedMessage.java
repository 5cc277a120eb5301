package org.wardkey.provider.fips;

import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.ServiceIndicator.Service;

/**
 * Encrypts with the module's AES-GCM as the message comes. How much the module gives at once depends on the machine, while
 * callers are to know before how much room they need: what it gives early is kept, and given on a schedule of whole blocks
 * that every machine meets. Not thread-safe.
 */
final class StreamedMessage extends ModuleCipher {
    /** Of a key stream the module's native code keeps up to 255 bytes back, its Java code 15. */
    private static final int MOST_KEPT_BACK = 256;

    private static final int BLOCK_BYTES = 16;

    /** What the module gave and the schedule did not. */
    private byte[] early = new byte[0];
    /** How many bytes were taken and not answered. */
    private int withheld;

    StreamedMessage(Services services, Service service, Cipher cipher, CipherParameters parameters) {
        super(services, service, cipher, parameters);
    }

    @Override
    public int update(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException {
        int scheduled = updateSizeBytes(length);
        requireRoom(output, outputOffset, scheduled);
        byte[] given = services().guard().call(what(), () -> cipher().update(input, inputOffset, length));
        byte[] all = joined(given == null ? new byte[0] : given);
        if (all.length < scheduled) {
            throw new ProviderException("The module gave less of " + what() + " than it always does.");
        }
        System.arraycopy(all, 0, output, outputOffset, scheduled);
        Arrays.fill(early, (byte) 0);
        early = Arrays.copyOfRange(all, scheduled, all.length);
        withheld = withheld + length - scheduled;
        return scheduled;
    }

    @Override
    public int finish(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, GeneralSecurityException {
        requireRoom(output, outputOffset, outputSizeBytes(length));
        byte[] given = services()
                .<byte[], GeneralSecurityException>complete(
                        service(), what(), () -> cipher().doFinal(input, inputOffset, length));
        byte[] all = joined(given);
        System.arraycopy(all, 0, output, outputOffset, all.length);
        close();
        withheld = 0;
        return all.length;
    }

    private byte[] joined(byte[] given) {
        byte[] all = Arrays.copyOf(early, Math.addExact(early.length, given.length));
        System.arraycopy(given, 0, all, early.length, given.length);
        return all;
    }

    @Override
    public int outputSizeBytes(int length) {
        return parameters().outputSizeBytes(encrypting(), Math.addExact(withheld, length));
    }

    @Override
    public int updateSizeBytes(int length) {
        return Math.max(0, Math.addExact(withheld, length) - MOST_KEPT_BACK) / BLOCK_BYTES * BLOCK_BYTES;
    }

    @Override
    public void close() {
        Arrays.fill(early, (byte) 0);
        early = new byte[0];
    }
}

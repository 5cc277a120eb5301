package org.wardkey.provider.fips;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.ServiceIndicator.Service;

/**
 * A message through the module's AES-CBC or AES-ECB, whose whole blocks are answered at once, as TLS counts on: the module
 * by itself keeps some back, more or less of them on each machine. So it is given whole blocks as messages of their own, and
 * the next begin with the IV that the last ended with. Not thread-safe.
 *
 * <p>Source: SP 800-38A §6.2.
 */
final class BlockMessage extends ModuleCipher {
    private static final int BLOCK_BYTES = 16;

    private final Opener opener;
    private byte[] iv;
    private boolean begun;

    /** What does not fill a block; of a padded ciphertext the last block too, until it is known to be the last. */
    private byte[] carry = new byte[0];

    /** Initialises the module's cipher in this message's direction. */
    @FunctionalInterface
    interface Opener {
        Cipher open(CipherParameters parameters) throws GeneralSecurityException;
    }

    BlockMessage(Services services, Service service, Cipher cipher, CipherParameters parameters, Opener opener) {
        super(services, service, cipher, parameters);
        this.opener = opener;
        this.iv = parameters.iv();
    }

    @Override
    public int update(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException {
        int whole = updateSizeBytes(length);
        requireRoom(output, outputOffset, whole);
        byte[] data = joined(input, inputOffset, length);
        try {
            if (whole > 0) {
                byte[] given = services()
                        .guard()
                        .open(what(), () -> opener.open(next(false)).doFinal(data, 0, whole));
                System.arraycopy(given, 0, output, outputOffset, whole);
                byte[] ciphertext = encrypting() ? given : data;
                iv = iv.length == 0 ? iv : Arrays.copyOfRange(ciphertext, whole - BLOCK_BYTES, whole);
                begun = true;
                wipeUnless(encrypting(), given);
            }
            replaceCarry(Arrays.copyOfRange(data, whole, data.length));
            return whole;
        } finally {
            Arrays.fill(data, (byte) 0);
        }
    }

    private byte[] joined(byte[] input, int offset, int length) {
        byte[] data = Arrays.copyOf(carry, Math.addExact(carry.length, length));
        System.arraycopy(input, offset, data, carry.length, length);
        return data;
    }

    private CipherParameters next(boolean padded) {
        return CipherParameters.unauthenticated(parameters().mechanism(), iv, padded);
    }

    private static void wipeUnless(boolean ciphertext, byte[] bytes) {
        if (!ciphertext) {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private void replaceCarry(byte[] rest) {
        Arrays.fill(carry, (byte) 0);
        carry = rest;
    }

    @Override
    public int finish(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, GeneralSecurityException {
        requireRoom(output, outputOffset, outputSizeBytes(length));
        byte[] data = joined(input, inputOffset, length);
        try {
            byte[] given = services()
                    .<byte[], GeneralSecurityException>complete(
                            service(), what(), () -> last().doFinal(data, 0, data.length));
            System.arraycopy(given, 0, output, outputOffset, given.length);
            wipeUnless(encrypting(), given);
            return given.length;
        } finally {
            Arrays.fill(data, (byte) 0);
            close();
        }
    }

    private Cipher last() throws GeneralSecurityException {
        return begun ? opener.open(next(parameters().padded())) : cipher();
    }

    @Override
    public int outputSizeBytes(int length) {
        return parameters().outputSizeBytes(encrypting(), Math.addExact(carry.length, length));
    }

    @Override
    public int updateSizeBytes(int length) {
        int data = Math.addExact(carry.length, length);
        int kept = parameters().padded() && !encrypting() && data > 0 ? 1 : 0;
        return (data - kept) / BLOCK_BYTES * BLOCK_BYTES;
    }

    @Override
    public void close() {
        replaceCarry(new byte[0]);
    }
}

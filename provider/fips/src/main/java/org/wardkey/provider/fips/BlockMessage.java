package org.wardkey.provider.fips;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.ServiceIndicator.Service;

/**
 * A message through the module's AES-CBC, AES-CTR or AES-ECB, whose whole blocks are answered at once, as TLS counts on: the
 * module by itself keeps some back, more or less of them on each machine. So it is given whole blocks as messages of their
 * own, and the next begin with the IV or counter that the last ended with.
 *
 * <p>The module's native code carries through 64 bits of CTR's counter, and not into the others: a message is split there.
 * Not thread-safe.
 *
 * <p>Source: SP 800-38A §6.2, §6.5, appendix B.1.
 */
final class BlockMessage extends ModuleCipher {
    private static final int BLOCK_BYTES = 16;
    private static final BigInteger COUNTERS = BigInteger.ONE.shiftLeft(128);

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
                byte[] given = services().guard().open(what(), () -> transformed(data, whole, false));
                System.arraycopy(given, 0, output, outputOffset, whole);
                iv = next(encrypting() ? given : data, whole);
                begun = true;
                wipeUnless(encrypting(), given);
            }
            replaceCarry(Arrays.copyOfRange(data, whole, data.length));
            return whole;
        } finally {
            Arrays.fill(data, (byte) 0);
        }
    }

    private byte[] transformed(byte[] data, int length, boolean last) throws GeneralSecurityException {
        int first = isCounter() ? bytesUntilCarry() : Integer.MAX_VALUE;
        if (first >= length) {
            return (last ? last() : opener.open(next(false))).doFinal(data, 0, length);
        }
        byte[] all = Arrays.copyOf(opener.open(next(false)).doFinal(data, 0, first), length);
        iv = counted(first / BLOCK_BYTES);
        byte[] rest = opener.open(next(false)).doFinal(data, first, length - first);
        System.arraycopy(rest, 0, all, first, rest.length);
        // The caller goes on from the counter of the whole.
        iv = counted(-(first / BLOCK_BYTES));
        return all;
    }

    private boolean isCounter() {
        return parameters().mechanism().family() == Family.AES_CTR;
    }

    /** How many bytes come before the counter carries into its upper half. */
    private int bytesUntilCarry() {
        long lower = ByteBuffer.wrap(iv).getLong(Long.BYTES);
        // As many blocks as are left to 2^64; a message has fewer than 2^28.
        long blocks = -lower;
        return blocks > 0 && blocks < Integer.MAX_VALUE / BLOCK_BYTES ? (int) blocks * BLOCK_BYTES : Integer.MAX_VALUE;
    }

    /** The counter some blocks on, or back. */
    private byte[] counted(int blocks) {
        BigInteger sum = new BigInteger(1, iv).add(BigInteger.valueOf(blocks)).mod(COUNTERS);
        byte[] bytes = sum.toByteArray();
        byte[] counter = new byte[BLOCK_BYTES];
        int length = Math.min(bytes.length, BLOCK_BYTES);
        System.arraycopy(bytes, bytes.length - length, counter, BLOCK_BYTES - length, length);
        return counter;
    }

    /** What the next blocks begin with. */
    private byte[] next(byte[] ciphertext, int length) {
        if (isCounter()) {
            return counted(length / BLOCK_BYTES);
        }
        return iv.length == 0 ? iv : Arrays.copyOfRange(ciphertext, length - BLOCK_BYTES, length);
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
                            service(), what(), () -> transformed(data, data.length, true));
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

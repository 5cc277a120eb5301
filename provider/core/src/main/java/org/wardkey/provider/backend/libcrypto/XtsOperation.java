package org.wardkey.provider.backend.libcrypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.util.Arrays;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import org.wardkey.nativebridge.libcrypto.AesMode;
import org.wardkey.nativebridge.libcrypto.Libcrypto;
import org.wardkey.nativebridge.libcrypto.LibcryptoException;
import org.wardkey.nativebridge.libcrypto.ModeContext;
import org.wardkey.provider.backend.CipherOperation;
import org.wardkey.provider.backend.GrowingBuffer;
import org.wardkey.provider.operation.CipherParameters;

/**
 * One data unit through AES-XTS, kept until it is whole: its last two blocks may share bytes. Not thread-safe.
 *
 * <p>Source: IEEE 1619 §5; SP 800-38E §4 (at most 2^20 blocks); FIPS 140-3 IG C.I (the two keys differ).
 */
final class XtsOperation implements CipherOperation {
    private static final int SMALLEST_BYTES = 16;
    private static final int LARGEST_BYTES = 16 << 20;

    private final Libcrypto libcrypto;
    private final ModeContext.Direction direction;
    private final LibcryptoSecret key;
    private final byte[] tweak;
    private final GrowingBuffer unit = new GrowingBuffer(LARGEST_BYTES);
    private boolean over;

    XtsOperation(Libcrypto libcrypto, ModeContext.Direction direction, LibcryptoSecret key, CipherParameters parameters)
            throws GeneralSecurityException {
        this.libcrypto = libcrypto;
        this.direction = direction;
        this.key = key;
        this.tweak = parameters.iv();
        try {
            if (!key.use(XtsOperation::areTwoKeys)) {
                throw new InvalidKeyException("Expected two different keys of 128 or 256 bits behind one another.");
            }
        } catch (IllegalStateException e) {
            throw new InvalidKeyException("The key was destroyed.", e);
        }
    }

    private static boolean areTwoKeys(byte[] bytes) {
        if (bytes.length != 32 && bytes.length != 64) {
            return false;
        }
        byte[] first = Arrays.copyOf(bytes, bytes.length / 2);
        byte[] second = Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length);
        boolean same = MessageDigest.isEqual(first, second);
        Arrays.fill(first, (byte) 0);
        Arrays.fill(second, (byte) 0);
        return !same;
    }

    @Override
    public void updateAad(byte[] input, int offset, int length) {
        throw new IllegalStateException("Expected a cipher that authenticates, got AES-XTS.");
    }

    @Override
    public int update(byte[] input, int inputOffset, int length, byte[] output, int outputOffset) {
        requireOpen();
        if (!unit.append(input, inputOffset, length)) {
            close();
            throw new ProviderException("Expected a data unit of at most " + LARGEST_BYTES + " bytes.");
        }
        return 0;
    }

    private void requireOpen() {
        if (over) {
            throw new IllegalStateException("Expected a new start with a tweak; the data unit is over.");
        }
    }

    @Override
    public int finish(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, GeneralSecurityException {
        AeadOperation.requireRoom(output, outputOffset, outputSizeBytes(length));
        requireOpen();
        try {
            if (!unit.append(input, inputOffset, length) || unit.size() < SMALLEST_BYTES) {
                throw new IllegalBlockSizeException("Expected a data unit of " + SMALLEST_BYTES + " to " + LARGEST_BYTES
                        + " bytes, got " + (unit.size() < SMALLEST_BYTES ? unit.size() + "." : "more."));
            }
            try (ModeContext context = key.use(bytes -> ModeContext.of(libcrypto, AesMode.XTS, direction, bytes))) {
                context.start(tweak, false);
                return context.update(unit.array(), 0, unit.size(), output, outputOffset);
            }
        } catch (LibcryptoException | IllegalStateException | IllegalArgumentException e) {
            throw new InvalidKeyException("libcrypto did not go through the data unit: " + e.getMessage(), e);
        } finally {
            close();
        }
    }

    @Override
    public int outputSizeBytes(int length) {
        return Math.addExact(unit.size(), length);
    }

    @Override
    public int updateSizeBytes(int length) {
        return 0;
    }

    @Override
    public void close() {
        over = true;
        unit.wipe();
    }
}

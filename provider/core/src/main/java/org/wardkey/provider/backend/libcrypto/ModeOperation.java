package org.wardkey.provider.backend.libcrypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;
import org.wardkey.nativebridge.libcrypto.AesMode;
import org.wardkey.nativebridge.libcrypto.Libcrypto;
import org.wardkey.nativebridge.libcrypto.LibcryptoException;
import org.wardkey.nativebridge.libcrypto.ModeContext;
import org.wardkey.provider.backend.CipherOperation;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.Mechanism.Family;

/** One message through AES in CBC, CTR or ECB mode; a next one under the same key and in the same direction uses the context again. Not thread-safe. */
final class ModeOperation implements CipherOperation {
    private static final int BLOCK_BYTES = 16;

    private final Libcrypto libcrypto;
    private @Nullable ModeContext context;
    private @Nullable LibcryptoSecret key;
    private @Nullable AesMode mode;
    private ModeContext.Direction direction = ModeContext.Direction.ENCRYPT;
    private boolean padded;

    /** Bytes that were taken and not answered. */
    private int withheld;

    private boolean over = true;

    ModeOperation(Libcrypto libcrypto) {
        this.libcrypto = libcrypto;
    }

    /** Starts a message. */
    void start(ModeContext.Direction newDirection, LibcryptoSecret newKey, CipherParameters parameters)
            throws GeneralSecurityException {
        AesMode newMode = mode(parameters.mechanism().family());
        over = true;
        try {
            newKey.requireOpen();
            ModeContext present = context;
            if (present == null || key != newKey || mode != newMode || direction != newDirection) {
                close();
                present = newKey.closing(
                        newKey.use(bytes -> ModeContext.of(libcrypto, newMode, newDirection, bytes)),
                        ModeContext::close);
            }
            context = present;
            key = newKey;
            mode = newMode;
            direction = newDirection;
            present.start(parameters.iv(), parameters.padded());
        } catch (LibcryptoException | IllegalStateException | IllegalArgumentException e) {
            throw new InvalidKeyException("libcrypto does not take key or parameters: " + e.getMessage(), e);
        }
        padded = parameters.padded();
        withheld = 0;
        over = false;
    }

    private static AesMode mode(Family family) {
        return switch (family) {
            case AES_CBC -> AesMode.CBC;
            case AES_CTR -> AesMode.CTR;
            case AES_ECB -> AesMode.ECB;
            default -> throw new UnsupportedOperationException(family.standardName() + " is no mode of this class.");
        };
    }

    @Override
    public void updateAad(byte[] input, int offset, int length) {
        throw new IllegalStateException("Expected a cipher that authenticates, got " + mode + ".");
    }

    @Override
    public int update(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException {
        Objects.checkFromIndexSize(inputOffset, length, input.length);
        AeadOperation.requireRoom(output, outputOffset, updateSizeBytes(length));
        try {
            return transform(input, inputOffset, length, output, outputOffset);
        } catch (LibcryptoException | IllegalStateException e) {
            over = true;
            throw AeadOperation.failure(e);
        }
    }

    private int transform(byte[] input, int inputOffset, int length, byte[] output, int outputOffset) {
        if (length == 0) {
            return 0;
        }
        ModeContext open = requireOpen();
        int given;
        if (input == output) {
            // Output may run ahead of input by what was withheld, and would be read again.
            byte[] copy = Arrays.copyOfRange(input, inputOffset, inputOffset + length);
            try {
                given = open.update(copy, 0, length, output, outputOffset);
            } finally {
                Arrays.fill(copy, (byte) 0);
            }
        } else {
            given = open.update(input, inputOffset, length, output, outputOffset);
        }
        withheld = Math.addExact(withheld, length) - given;
        return given;
    }

    private ModeContext requireOpen() {
        ModeContext open = context;
        if (over || open == null || key == null) {
            throw new IllegalStateException("Expected a new start; the message is over.");
        }
        key.requireOpen();
        return open;
    }

    @Override
    public int finish(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, GeneralSecurityException {
        Objects.checkFromIndexSize(inputOffset, length, input.length);
        AeadOperation.requireRoom(output, outputOffset, outputSizeBytes(length));
        int total = Math.addExact(withheld, length);
        boolean blocks = total % BLOCK_BYTES == 0 && (total > 0 || !padded);
        if (mode != AesMode.CTR && !blocks && (!padded || direction == ModeContext.Direction.DECRYPT)) {
            over = true;
            throw new IllegalBlockSizeException(
                    "Expected whole blocks of " + BLOCK_BYTES + " bytes, got " + total + " bytes.");
        }
        try {
            return padded && direction == ModeContext.Direction.DECRYPT
                    ? unpadded(input, inputOffset, length, output, outputOffset)
                    : ended(input, inputOffset, length, output, outputOffset);
        } catch (IllegalStateException e) {
            throw new InvalidKeyException("libcrypto did not finish the message: " + e.getMessage(), e);
        } finally {
            over = true;
            withheld = 0;
        }
    }

    private int ended(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws BadPaddingException {
        int given = transform(input, inputOffset, length, output, outputOffset);
        return given + last(output, outputOffset + given);
    }

    /** The caller gets nothing of this part if the padding is wrong. */
    private int unpadded(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws BadPaddingException {
        byte[] plaintext = new byte[outputSizeBytes(length)];
        try {
            int given = ended(input, inputOffset, length, plaintext, 0);
            System.arraycopy(plaintext, 0, output, outputOffset, given);
            return given;
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    private int last(byte[] output, int outputOffset) throws BadPaddingException {
        try {
            return requireOpen().finish(output, outputOffset);
        } catch (LibcryptoException e) {
            if (padded && direction == ModeContext.Direction.DECRYPT) {
                // Whoever can alter ciphertexts learns from it; the mode authenticates nothing.
                throw new BadPaddingException("The padding is not right: another key or an altered ciphertext.");
            }
            throw new ProviderException("libcrypto did not finish the message: " + e.getMessage(), e);
        }
    }

    @Override
    public int outputSizeBytes(int length) {
        int data = Math.addExact(withheld, length);
        return padded && direction == ModeContext.Direction.ENCRYPT
                ? Math.multiplyExact(data / BLOCK_BYTES + 1, BLOCK_BYTES)
                : data;
    }

    @Override
    public int updateSizeBytes(int length) {
        int data = Math.addExact(withheld, length);
        if (mode == AesMode.CTR) {
            return data;
        }
        // The last block of a padded ciphertext stays until it is known to be the last.
        int kept = padded && direction == ModeContext.Direction.DECRYPT && data > 0 ? 1 : 0;
        return (data - kept) / BLOCK_BYTES * BLOCK_BYTES;
    }

    @Override
    public void close() {
        over = true;
        if (context != null) {
            context.close();
            context = null;
        }
        key = null;
    }
}

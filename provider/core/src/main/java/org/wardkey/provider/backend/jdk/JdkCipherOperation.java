package org.wardkey.provider.backend.jdk;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import org.wardkey.provider.backend.CipherOperation;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.Mechanism.Family;

/**
 * A {@code Cipher} of the JDK, initialised. SunJCE holds the plaintext of GCM and ChaCha20-Poly1305 back until the tag
 * was verified. Not thread-safe.
 */
final class JdkCipherOperation implements CipherOperation {
    private static final int BLOCK_BYTES = 16;

    private final Cipher cipher;
    private final Family family;
    private final boolean padded;
    /** What SunJCE gives a part of a message in: blocks, or bytes of a key stream. */
    private final int unitBytes;

    private boolean encrypting;
    private int tagSizeBytes;

    /** What SunJCE was given and has not answered: less than a block or two, of an authenticated decryption all. */
    private int withheld;

    JdkCipherOperation(Cipher cipher, CipherParameters parameters) {
        this.cipher = cipher;
        this.family = parameters.mechanism().family();
        this.padded = parameters.padded();
        this.unitBytes = switch (family) {
            case CHACHA20_POLY1305, AES_CTR -> 1;
            default -> BLOCK_BYTES;
        };
    }

    /**
     * Whether a next message can go through the same object. Of ChaCha20-Poly1305 none does: SunJCE refuses a key and
     * nonce that it had last, also to decrypt.
     */
    boolean serves(CipherParameters parameters) {
        return family == parameters.mechanism().family()
                && padded == parameters.padded()
                && family != Family.CHACHA20_POLY1305;
    }

    /** Begins a message. */
    void start(int mode, Key key, CipherParameters parameters, SecureRandom random) throws GeneralSecurityException {
        cipher.init(mode, key, parameters.spec(), random);
        encrypting = mode == Cipher.ENCRYPT_MODE;
        tagSizeBytes = parameters.tagSizeBytes();
        withheld = 0;
    }

    @Override
    public void updateAad(byte[] input, int offset, int length) {
        cipher.updateAAD(input, offset, length);
    }

    @Override
    public int update(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException {
        int given;
        if (collides(input, inputOffset, length, output, outputOffset)) {
            byte[] copy = Arrays.copyOfRange(input, inputOffset, inputOffset + length);
            try {
                given = cipher.update(copy, 0, length, output, outputOffset);
            } finally {
                Arrays.fill(copy, (byte) 0);
            }
        } else {
            given = cipher.update(input, inputOffset, length, output, outputOffset);
        }
        withheld = Math.addExact(withheld, length) - given;
        return given;
    }

    @Override
    public int finish(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, GeneralSecurityException {
        if (!encrypting && Math.addExact(withheld, length) < tagSizeBytes) {
            // SunJCE calls this a buffer that is too short.
            throw new AEADBadTagException("The message does not authenticate.");
        }
        if (!encrypting && padded && withheld + length == 0) {
            // SunJCE takes it for an empty message, which has a block of padding.
            throw new IllegalBlockSizeException("Expected whole blocks of " + BLOCK_BYTES + " bytes, got none.");
        }
        int given;
        if (collides(input, inputOffset, length, output, outputOffset)) {
            byte[] copy = Arrays.copyOfRange(input, inputOffset, inputOffset + length);
            try {
                given = cipher.doFinal(copy, 0, length, output, outputOffset);
            } finally {
                Arrays.fill(copy, (byte) 0);
            }
        } else {
            given = cipher.doFinal(input, inputOffset, length, output, outputOffset);
        }
        withheld = 0;
        return given;
    }

    /** What is written runs ahead of what is read, and would be read again: with bytes withheld it always does. */
    @SuppressWarnings("ReferenceEquality") // whether they are one array
    private boolean collides(byte[] input, int inputOffset, int length, byte[] output, int outputOffset) {
        return input == output && (withheld > 0 || (outputOffset > inputOffset && outputOffset - inputOffset < length));
    }

    @Override
    public int outputSizeBytes(int length) {
        int data = Math.addExact(withheld, length);
        if (!encrypting) {
            return Math.max(0, data - tagSizeBytes);
        }
        return padded ? Math.multiplyExact(data / BLOCK_BYTES + 1, BLOCK_BYTES) : Math.addExact(data, tagSizeBytes);
    }

    @Override
    public int updateSizeBytes(int length) {
        if (!encrypting && tagSizeBytes > 0) {
            return 0;
        }
        // The last block of a padded ciphertext stays until it is known to be the last.
        int kept = padded && !encrypting ? BLOCK_BYTES : 0;
        return Math.max(0, Math.addExact(withheld, length) - kept) / unitBytes * unitBytes;
    }

    @Override
    public void close() {
        // The JDK's object holds nothing that could be released.
    }
}

package org.wardkey.provider.backend;

import java.security.GeneralSecurityException;
import javax.crypto.ShortBufferException;

/**
 * Encrypts or decrypts one message. When decrypting with a cipher that authenticates, no plaintext leaves before the tag
 * was verified. Not thread-safe.
 */
public interface CipherOperation extends AutoCloseable {
    /**
     * Takes associated data, before any message data.
     *
     * @param input the bytes; not kept
     * @param offset the first byte
     * @param length how many bytes
     * @throws IllegalStateException if message data was taken already, or the cipher does not authenticate
     */
    void updateAad(byte[] input, int offset, int length);

    /**
     * Takes a part of the message.
     *
     * @param input the bytes; not kept; may overlap the output
     * @param inputOffset the first byte
     * @param length how many bytes
     * @param output receives what can be given already
     * @param outputOffset where in it
     * @return how many bytes were given
     * @throws ShortBufferException if the output is too short; nothing was taken then
     */
    int update(byte[] input, int inputOffset, int length, byte[] output, int outputOffset) throws ShortBufferException;

    /**
     * Takes the last part and finishes.
     *
     * @param input the bytes; not kept; may overlap the output
     * @param inputOffset the first byte
     * @param length how many bytes
     * @param output receives the rest, with the tag when encrypting
     * @param outputOffset where in it
     * @return how many bytes were given
     * @throws ShortBufferException if the output is too short; nothing was taken then
     * @throws GeneralSecurityException if the tag is wrong, where no plaintext was given; if padding or length are wrong
     */
    int finish(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, GeneralSecurityException;

    /**
     * Tells how long the output can be.
     *
     * @param length how many bytes more will be taken
     * @return the largest number of bytes that the next call gives
     */
    int outputSizeBytes(int length);

    /**
     * Tells how much {@link #update} will give.
     *
     * @param length how many bytes it will take
     * @return the number of bytes that it gives then, and so the room that it wants
     */
    int updateSizeBytes(int length);

    @Override
    void close();
}

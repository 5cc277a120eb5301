package org.wardkey.provider.backend;

/** Computes one code after another; back at the start after each. Not thread-safe. */
public interface MacOperation extends AutoCloseable {
    /**
     * Takes a part of the message.
     *
     * @param input the bytes; not kept
     * @param offset the first byte
     * @param length how many bytes
     */
    void update(byte[] input, int offset, int length);

    /** @return the code; the caller's */
    byte[] finish();

    /** Forgets what was taken of the message. */
    void reset();

    /**
     * Copies the state.
     *
     * @return an operation that has taken the same message so far
     * @throws CloneNotSupportedException if the engine cannot
     */
    MacOperation copy() throws CloneNotSupportedException;

    /** Releases and zeroes what the operation holds. Idempotent. */
    @Override
    void close();
}

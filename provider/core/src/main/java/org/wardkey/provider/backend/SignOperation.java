package org.wardkey.provider.backend;

import java.security.SignatureException;

/** Makes one signature after another; back at the start after each. Not thread-safe. */
public interface SignOperation extends AutoCloseable {
    /**
     * Takes a part of the message.
     *
     * @param input the bytes; not kept
     * @param offset the first byte
     * @param length how many bytes
     * @throws SignatureException if the message is too long for the mechanism
     */
    void update(byte[] input, int offset, int length) throws SignatureException;

    /**
     * Signs the message.
     *
     * @return the signature: DER for ECDSA, as the standard has it for the others; the caller's
     * @throws SignatureException if it cannot be made
     */
    byte[] sign() throws SignatureException;

    /** Releases and zeroes what the operation holds. Idempotent. */
    @Override
    void close();
}

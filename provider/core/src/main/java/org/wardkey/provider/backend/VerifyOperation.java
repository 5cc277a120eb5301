package org.wardkey.provider.backend;

import java.security.SignatureException;

/** Verifies one signature after another; back at the start after each. Not thread-safe. */
public interface VerifyOperation extends AutoCloseable {
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
     * Verifies.
     *
     * @param signature the signature: DER for ECDSA
     * @return whether it is one of this message under this key
     * @throws SignatureException if it does not have the form of a signature
     */
    boolean verify(byte[] signature) throws SignatureException;

    /** Releases and zeroes what the operation holds. Idempotent. */
    @Override
    void close();
}

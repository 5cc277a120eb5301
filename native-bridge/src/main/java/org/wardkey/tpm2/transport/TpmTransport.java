package org.wardkey.tpm2.transport;

import java.io.IOException;

/**
 * A way to a TPM: one command there, its response back. {@code Tpm} sends one at a time. After an {@link IOException} the next call connects
 * anew; whether the command was done is unknown.
 */
public interface TpmTransport extends AutoCloseable {
    /**
     * Sends a command and waits for its response, however often the calling thread is interrupted once the command is on its way.
     *
     * @param command the whole command with its header; not changed, not kept
     * @return the whole response; the array is the caller's
     * @throws java.io.InterruptedIOException if the thread was interrupted before the command was sent; its flag is set
     * @throws IOException if the TPM cannot be reached, hangs up, or is silent for too long
     */
    byte[] transmit(byte[] command) throws IOException;

    /**
     * Says whether sessions of other processes may be seen over it, as behind the kernel's resource manager; unknown ones are then left alone.
     */
    default boolean sharesSessions() {
        return true;
    }

    /** Disconnects. */
    @Override
    void close();
}

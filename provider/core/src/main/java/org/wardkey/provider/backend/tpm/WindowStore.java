package org.wardkey.provider.backend.tpm;

import java.util.Optional;

/** Where the text of a window, or of what a TPM gave for a lease, is kept, for every process of a home. Thread-safe. */
public interface WindowStore {
    /**
     * Reads the text, again when another was put in its place, by whatever process.
     *
     * @return it, the same object as long as it is the same; empty if none was written
     * @throws org.wardkey.provider.operation.BackendException if it cannot be read
     */
    Optional<String> read();

    /**
     * Puts a text in the place of the one before: whole and durable when this returns, or as before.
     *
     * @param text the text
     * @throws org.wardkey.provider.operation.BackendException if it cannot be written
     */
    void write(String text);
}

package org.wardkey.tpm2;

/** The TPM could not be reached or did not answer. If the command was sent already, it may have been done. The next command connects anew. */
public final class TpmUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TpmUnavailableException(String message) {
        super(message);
    }

    TpmUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

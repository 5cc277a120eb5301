package org.wardkey.provider.backend.tpm;

/** The TPM did not take a window. */
final class WindowClosedException extends Exception {
    private static final long serialVersionUID = 1L;

    WindowClosedException(String why) {
        super(why);
    }

    WindowClosedException(String why, Throwable cause) {
        super(why, cause);
    }
}

package org.wardkey.provider.backend.tpm;

/** The TPM did not take a window. */
final class WindowClosedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final WindowState state;

    WindowClosedException(WindowState state, String why) {
        super(why);
        this.state = state;
    }

    WindowClosedException(WindowState state, String why, Throwable cause) {
        super(why, cause);
        this.state = state;
    }

    WindowState state() {
        return state;
    }
}

package org.wardkey.provider.backend;

/** A validated module cannot be started: it is missing, another one, or failed its self-tests. */
public final class CryptographicModuleException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * Says why.
     *
     * @param message what was expected, what came and what to do
     */
    public CryptographicModuleException(String message) {
        super(message);
    }

    /**
     * Says why.
     *
     * @param message what was expected, what came and what to do
     * @param cause what the module said
     */
    public CryptographicModuleException(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.wardkey.nativebridge;

/**
 * A native capability that is absent: no library, no linker, no permission, a missing symbol.
 *
 * <p>The message is one line for an operator: what was tried and what would make it work.
 */
public final class NativeUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception with the reason that an operator reads.
     *
     * @param reason what is absent and why
     */
    public NativeUnavailableException(String reason) {
        super(reason);
    }

    /**
     * Creates the exception with the reason that an operator reads and its cause.
     *
     * @param reason what is absent and why
     * @param cause the failure that was met
     */
    public NativeUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}

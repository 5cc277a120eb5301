package org.wardkey.tpm2.attestation;

/** Evidence that does not show what it is to show; the message says what was expected. */
public final class AttestationException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says {@code message}: what was expected, what came. */
    public AttestationException(String message) {
        super(message);
    }

    AttestationException(String message, Throwable cause) {
        super(message, cause);
    }
}

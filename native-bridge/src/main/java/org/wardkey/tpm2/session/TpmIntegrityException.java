package org.wardkey.tpm2.session;

/** A response, a key or a Name that did not come from the TPM that the caller means: something between the two altered it. */
public final class TpmIntegrityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says {@code message}: what was expected. */
    public TpmIntegrityException(String message) {
        super(message);
    }
}

package org.wardkey.tpm2.structure;

/** Bytes that are not what the TPM 2.0 Library specification says. The message names what was expected and where. */
public final class TpmFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says {@code message}: what was expected, what came. */
    public TpmFormatException(String message) {
        super(message);
    }

    /** Says {@code message}, and keeps the cause. */
    public TpmFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}

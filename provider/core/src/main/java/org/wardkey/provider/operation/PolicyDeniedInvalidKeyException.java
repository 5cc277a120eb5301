package org.wardkey.provider.operation;

import java.security.InvalidKeyException;

/** Wrapping or unwrapping a key was denied. */
public final class PolicyDeniedInvalidKeyException extends InvalidKeyException {
    private static final long serialVersionUID = 1;

    private final RefusalCode code;

    /**
     * Carries a denial over to {@code Cipher.wrap} and {@code Cipher.unwrap}.
     *
     * @param denied the denial
     */
    public PolicyDeniedInvalidKeyException(PolicyDeniedException denied) {
        super(denied.getMessage(), denied);
        this.code = denied.code();
    }

    /** @return why */
    public RefusalCode code() {
        return code;
    }
}

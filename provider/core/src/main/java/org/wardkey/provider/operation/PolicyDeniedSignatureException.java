package org.wardkey.provider.operation;

import java.security.SignatureException;

/** A signature was denied; checked, because an unchecked one would escape {@code CertPathValidator} raw. */
public final class PolicyDeniedSignatureException extends SignatureException {
    private static final long serialVersionUID = 1;

    private final RefusalCode code;

    /**
     * Carries a denial over to {@code Signature}.
     *
     * @param denied the denial
     */
    public PolicyDeniedSignatureException(PolicyDeniedException denied) {
        super(denied.getMessage(), denied);
        this.code = denied.code();
    }

    /** @return why */
    public RefusalCode code() {
        return code;
    }
}

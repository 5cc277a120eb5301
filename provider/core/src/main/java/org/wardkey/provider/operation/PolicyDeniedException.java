package org.wardkey.provider.operation;

import java.security.ProviderException;

/**
 * An operation was denied: the administrator or the key's owner must act, trying again is no use.
 *
 * <p>Thrown at completion by {@code Cipher}, {@code Mac} and {@code KeyAgreement}, and by
 * generators. It is unchecked because {@code CipherOutputStream.close} swallows the checked ones.
 */
public final class PolicyDeniedException extends ProviderException {
    private static final long serialVersionUID = 1;

    private final RefusalCode code;
    private final String detail;

    /**
     * Carries a refusal.
     *
     * @param refusal why
     */
    public PolicyDeniedException(Refusal refusal) {
        super(refusal.message());
        this.code = refusal.code();
        this.detail = refusal.detail();
    }

    /** @return why */
    public RefusalCode code() {
        return code;
    }

    /** @return the particulars alone, for a message that says meaning and remedy in its own words */
    public String detail() {
        return detail;
    }
}

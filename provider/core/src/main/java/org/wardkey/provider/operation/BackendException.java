package org.wardkey.provider.operation;

import java.security.ProviderException;

/** A device, token, library or store failed: the operator must act. */
public final class BackendException extends ProviderException {
    private static final long serialVersionUID = 1;

    private final RefusalCode code;
    private final String detail;

    /**
     * Says what failed.
     *
     * @param refusal what failed
     * @param cause what the device, library or store said
     */
    public BackendException(Refusal refusal, Throwable cause) {
        super(refusal.message(), cause);
        this.code = refusal.code();
        this.detail = refusal.detail();
    }

    /**
     * Says what failed.
     *
     * @param refusal what failed
     */
    public BackendException(Refusal refusal) {
        super(refusal.message());
        this.code = refusal.code();
        this.detail = refusal.detail();
    }

    /** @return what failed */
    public RefusalCode code() {
        return code;
    }

    /** @return the particulars alone, for a message that says meaning and remedy in its own words */
    public String detail() {
        return detail;
    }
}

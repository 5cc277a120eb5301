package org.wardkey.provider.backend.tpm;

/** Why a TPM takes a window, or does not. */
enum WindowState {
    /** It does. */
    OPEN("open"),
    /** None was installed. */
    MISSING("missing"),
    /** The counter has another value than the window names. */
    REVOKED("revoked"),
    /** The clock is past its end. */
    OVER("over"),
    /** PCRs have other values than were signed. */
    PCRS_CHANGED("pcrs-changed"),
    /** The window wants a lease, and there is none. */
    NO_LEASE("no-lease"),
    /** The lease ended, or the TPM was reset since. */
    LEASE_OVER("lease-over"),
    /** It is not signed by who signs windows, or for other keys. */
    UNUSABLE("unusable");

    private final String word;

    WindowState(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}

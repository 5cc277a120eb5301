package org.wardkey.tpm2;

import java.time.Duration;

/**
 * TPM_RC_LOCKOUT: too many authorizations were wrong, and the TPM refuses all of objects without {@code noDA}, right ones too. It is never
 * tried again by itself. Source: TPM 2.0 Part 1 §19.8.
 */
public final class TpmLockoutException extends TpmException {
    private static final long serialVersionUID = 1L;

    private final Duration interval;
    private final Duration recovery;

    TpmLockoutException(String command, TpmResponseCode code, Duration interval, Duration recovery) {
        super(
                command,
                code,
                "; one authorization is forgiven every " + interval.toSeconds()
                        + " s, TPM2_DictionaryAttackLockReset ends it at once (a wrong lockout authorization bars that for "
                        + recovery.toSeconds() + " s)");
        this.interval = interval;
        this.recovery = recovery;
    }

    /** Returns TPM_PT_LOCKOUT_INTERVAL: after this long one wrong authorization is forgiven. Zero if it is never. */
    public Duration interval() {
        return interval;
    }

    /** Returns TPM_PT_LOCKOUT_RECOVERY: how long a wrong lockout authorization bars the next. Zero means until the TPM is restarted. */
    public Duration recovery() {
        return recovery;
    }
}

package org.wardkey.provider.backend.tpm;

import java.time.Instant;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.command.ClockSet;
import org.wardkey.tpm2.command.ReadClock;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;

/** The clock of a TPM: milliseconds of powered time, or those since 1970 once it was set to the calendar. */
final class TpmClock {
    private final EpochIndex anchor;

    /** Keeps its own count of settings in an NV counter. */
    TpmClock(EpochIndex anchor) {
        this.anchor = anchor;
    }

    static long millis(Tpm tpm) {
        return tpm.execute(new ReadClock()).clockInfo().clock();
    }

    /**
     * Sets it forward. Some chips keep the clock in memory until something else is written: so something is.
     *
     * @throws BackendException if it is ahead
     */
    void set(Tpm tpm, Authorization owner, Instant now) {
        long wanted = now.toEpochMilli();
        long shown = millis(tpm);
        if (shown > wanted) {
            throw new BackendException(new Refusal(
                    RefusalCode.WINDOW_UNUSABLE,
                    "The TPM's clock shows " + shown + " ms and cannot be set back to " + wanted
                            + " ms: it goes on from there."));
        }
        tpm.execute(new ClockSet(Entity.of(Handle.OWNER), wanted), owner);
        anchor.define(tpm, owner);
        anchor.step(tpm, owner);
    }
}

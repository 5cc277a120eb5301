package org.wardkey.provider.gate;

import java.time.Clock;
import java.time.Instant;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.ledger.TimeMark;
import org.wardkey.provider.policy.TrustedTime;
import org.wardkey.provider.policy.TrustedTime.Source;

/** States the time of a home; recorded before it takes effect. Thread-safe. */
public final class TimeChanges {
    private final OperationGate gate;
    private final Clock system;

    TimeChanges(OperationGate gate, Clock system) {
        this.gate = gate;
        this.system = system;
    }

    /**
     * Puts the mark to the operating system's time.
     *
     * @param reason why; for the record
     */
    public void repair(String reason) {
        Instant now = system.instant();
        state(Kind.TIME_REPAIRED, now, Source.ADMINISTRATOR, AuditEvent.reason(reason));
    }

    /**
     * Takes over a time that a source vouches for.
     *
     * @param now the time
     * @param source who vouches for it
     */
    public void authenticated(Instant now, String source) {
        state(Kind.TIME_STATE, now, Source.AUTHENTICATED, source);
        gate.home().ledger().time().keep(new TimeMark.Statement(now, source));
    }

    private void state(Kind kind, Instant time, Source source, String why) {
        Home home = gate.home();
        String from = home.time().mark().time() + " to " + time + (why.isEmpty() ? "" : ": " + why);
        TrustedTime.Mark mark = RecordedChanges.recorded(
                home,
                AuditEvent.notice(time, kind, "mark from " + from),
                () -> home.time().state(time, source));
        assert !mark.time().isBefore(time);
    }
}

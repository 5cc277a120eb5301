package org.wardkey.provider.gate;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.audit.AuditUnavailableException;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.ledger.KeyRotation.Succession;
import org.wardkey.provider.ledger.UsageCount;
import org.wardkey.provider.ledger.WarningsGiven;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.policy.EffectiveAuthorizations;
import org.wardkey.provider.policy.EndWarning;
import org.wardkey.provider.policy.TrustedTime;

/**
 * What a home needs done from time to time: leases go back, other processes' changes are seen, keys that are gone leave memory, the time
 * mark moves on, replaced keys are deactivated when their overlap ends, and whoever looks after keys is
 * warned before they end. {@link #tick} is to be called ten times a second by one thread.
 */
public final class Housekeeping {
    private static final int TICKS_PER_SECOND = 10;
    private static final long LOOK_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Home home;
    private final Warnings warnings;
    private int tick;
    private long lookedAt = System.nanoTime() - LOOK_NANOS;

    /** Is told of a warning, beside log and record. */
    @FunctionalInterface
    public interface Warnings {
        /**
         * Tells somebody.
         *
         * @param text the warning
         */
        void warn(String text);
    }

    /**
     * Sets housekeeping up.
     *
     * @param home the home
     * @param warnings is told of warnings
     */
    public Housekeeping(Home home, Warnings warnings) {
        this.home = home;
        this.warnings = warnings;
    }

    /** Does what is due; what fails keeps nothing else from being done. The first failure is thrown at the end. */
    public void tick() {
        List<Runnable> duties = new ArrayList<>(List.of(home.ledger()::tick, home.keys()::closeCollected));
        tick = (tick + 1) % TICKS_PER_SECOND;
        if (tick == 0) {
            duties.add(home.audit()::tick);
            duties.add(home.keys()::closeGone);
            duties.add(() -> home.time().tick(this::timeChanged));
            duties.add(this::lookAtKeysIfDue);
        }
        RuntimeException failure = null;
        for (Runnable duty : duties) {
            try {
                duty.run();
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void lookAtKeysIfDue() {
        if (System.nanoTime() - lookedAt < LOOK_NANOS) {
            return;
        }
        lookedAt = System.nanoTime();
        TrustedTime.Reading time = home.time().now();
        // A wrong clock must neither retire a key, for there is no way back, nor use a warning up.
        if (time.state() == TrustedTime.State.TRUSTED) {
            lookAtKeys(time.now());
        }
    }

    private void timeChanged(TrustedTime.State state) {
        String text =
                state + home.time().problem().map(problem -> ": " + problem).orElse("");
        record(AuditEvent.notice(home.time().now().now(), Kind.TIME_STATE, text));
        if (state != TrustedTime.State.TRUSTED) {
            announce("Time is " + text);
        }
    }

    /** Looks at all keys of the tokens that are open: nobody is asked for a password for this. */
    private void lookAtKeys(Instant now) {
        for (Token token : home.tokens().values()) {
            if (!token.isOpen()) {
                continue;
            }
            for (Succession ended : home.ledger().rotation().ended(token.name(), now)) {
                retire(ended, now);
            }
            for (KeyRecord key : home.ledger().catalog().list(token.name())) {
                if (key.facts().state() == KeyState.ACTIVE) {
                    warnOf(key, now);
                }
            }
        }
    }

    private void retire(Succession ended, Instant now) {
        home.ledger().catalog().find(ended.key()).ifPresent(key -> {
            String reason = "replaced by " + ended.successor() + ", overlap ended " + ended.overlapEnd();
            AuditEvent event =
                    AuditEvent.keyManagement(now, Kind.KEY_STATE, key.facts(), KeyState.DEACTIVATED + ": " + reason);
            RecordedChanges.recorded(
                    home, event, () -> home.ledger().catalog().changeState(ended.key(), KeyState.DEACTIVATED, reason));
        });
    }

    private void warnOf(KeyRecord key, Instant now) {
        EffectiveAuthorizations effective = effective(key, now);
        KeyFacts facts = key.facts().withAuthorizations(effective.authorizations());
        boolean limited = facts.authorizations().maximumOperations().isPresent()
                || facts.authorizations().maximumBytes().isPresent();
        UsageCount used = limited ? home.ledger().usage().used(facts) : new UsageCount(0, 0);
        List<EndWarning> passed = EndWarning.of(facts, effective.ends(), used.operations(), used.bytes(), now);
        String given = "";
        for (EndWarning warning : passed) {
            boolean first = home.ledger()
                    .warnings()
                    .first(new WarningsGiven.Given(facts.id(), warning.name(), warning.threshold(), now));
            // The most urgent of each kind comes first; the others are noted as given with it.
            if (first && !warning.name().equals(given)) {
                record(AuditEvent.keyManagement(now, Kind.WARNING, facts, warning.text()));
                announce(warning.text());
            }
            given = warning.name();
        }
    }

    private EffectiveAuthorizations effective(KeyRecord key, Instant now) {
        return home.policy()
                .engine()
                .forKey(key.facts(), Certificates.attributes(key.chain()))
                .effectiveAuthorizations(now);
    }

    private void record(AuditEvent event) {
        try {
            home.audit().append(event);
        } catch (AuditUnavailableException e) {
            // That the log is full is announced by the log itself; this goes to the other channels all the same.
            System.getLogger("org.wardkey.provider").log(Level.WARNING, "A notice was not recorded", e);
        }
    }

    private void announce(String text) {
        System.getLogger("org.wardkey.provider").log(Level.WARNING, text);
        warnings.warn(text);
    }
}

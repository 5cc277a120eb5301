package org.wardkey.provider.administration;

import java.time.Instant;
import java.util.Optional;
import org.wardkey.provider.gate.Home;
import org.wardkey.provider.gate.TimeChanges;
import org.wardkey.provider.policy.TrustedTime;

/** The time of a home. Thread-safe. */
public final class Time {
    private final Home.Opener homes;
    private final TimeChanges changes;

    /**
     * What is known of the time.
     *
     * @param now the time that decisions use
     * @param state how far it can be believed
     * @param mark the latest time that the home has believed, and who gave it
     * @param problem what is wrong and who acts; empty if nothing is
     */
    public record Report(Instant now, TrustedTime.State state, TrustedTime.Mark mark, Optional<String> problem) {}

    Time(Home.Opener homes, TimeChanges changes) {
        this.homes = homes;
        this.changes = changes;
    }

    /** @return what is known of the time */
    public Report report() {
        Home home = homes.open();
        TrustedTime.Reading reading = home.time().now();
        return new Report(
                reading.now(), reading.state(), home.time().mark(), home.time().problem());
    }

    /**
     * Puts the mark to the operating system's time, whatever it was: an administrator says that it is
     * right. Recorded, and effective in all processes of the home within a second.
     *
     * @param reason why; for the record
     * @return what is known of the time afterwards
     */
    public Report repair(String reason) {
        changes.repair(reason);
        return report();
    }

    /**
     * Takes a time over from a source that proved who it is. Recorded, and effective in all processes of
     * the home within a second.
     *
     * @param source gives the time
     * @return what is known of the time afterwards
     * @throws TimeSource.Unavailable if the source has none
     */
    public Report synchronise(TimeSource source) throws TimeSource.Unavailable {
        TimeSource.AuthenticatedTime time = source.time();
        changes.authenticated(time.now(), time.source());
        return report();
    }
}

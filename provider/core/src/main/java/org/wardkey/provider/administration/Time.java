package org.wardkey.provider.administration;

import java.time.Instant;
import java.util.Optional;
import org.wardkey.provider.gate.Home;
import org.wardkey.provider.gate.TimeAnswers;
import org.wardkey.provider.gate.TimeChanges;
import org.wardkey.provider.policy.TimeChallenge;
import org.wardkey.provider.policy.TrustedTime;

/** The time of a home. Thread-safe. */
public final class Time {
    private final Home.Opener homes;
    private final TimeChanges changes;
    private final TimeAnswers answers;

    /**
     * Who vouched for the time.
     *
     * @param source who it was
     * @param since the time that was stated, from which the home counts on
     */
    public record Statement(String source, Instant since) {}

    /**
     * What is known of the time.
     *
     * @param now the time that decisions use
     * @param state how far it can be believed
     * @param mark the latest time that the home has believed, and who gave it
     * @param statement who vouches for the mark; empty if nobody does
     * @param problem what is wrong and who acts; empty if nothing is
     */
    public record Report(
            Instant now,
            TrustedTime.State state,
            TrustedTime.Mark mark,
            Optional<Statement> statement,
            Optional<String> problem) {}

    Time(Home.Opener homes, TimeChanges changes, TimeAnswers answers) {
        this.homes = homes;
        this.changes = changes;
        this.answers = answers;
    }

    /** @return what is known of the time */
    public Report report() {
        Home home = homes.open();
        TrustedTime.Reading reading = home.time().now();
        TrustedTime.Mark mark = home.time().mark();
        Optional<Statement> statement = mark.source() == TrustedTime.Source.AUTHENTICATED
                ? home.ledger().time().statement().map(s -> new Statement(s.source(), s.time()))
                : Optional.empty();
        return new Report(
                reading.now(), reading.state(), mark, statement, home.time().problem());
    }

    /**
     * Makes a challenge for the authorities of {@code time-authority}; the one before is no longer open.
     *
     * @return the challenge, which an authority is to sign within {@link TimeAnswers#MAXIMUM_AGE}
     * @throws org.wardkey.provider.operation.PolicyDeniedException if no authority is configured
     */
    public TimeChallenge challenge() {
        return answers.challenge();
    }

    /**
     * Takes the time over that a configured authority signed for this home's open challenge. Recorded either way, and
     * effective in all processes of the home within a second.
     *
     * @param answer the signed answer
     * @return what is known of the time afterwards
     * @throws TimeSource.Unavailable if it is not signed by an authority, or answers no open challenge in time
     */
    public Report accept(String answer) throws TimeSource.Unavailable {
        return synchronise(new AuthorityAnswer(answers, answer));
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

package org.wardkey.provider.gate;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.ledger.TimeChallenges;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.TimeAnswer;
import org.wardkey.provider.policy.TimeChallenge;
import org.wardkey.provider.policy.TrustedTime.Clocks;

/**
 * Asks the configured authorities for the time and takes their answers.
 *
 * <p>Theory of operation. The authority signs after the challenge was made, since it signs the challenge's
 * nonce, and before the answer came. With the signed time T and the time A that passed between challenge and
 * acceptance, it is now at least T and at most T + A. T is what is taken: never ahead of the authority's clock, and
 * behind it by at most A, which {@link #MAXIMUM_AGE} bounds. A is measured by the clock of the boot, sleep included,
 * which nobody sets; so a challenge does not outlive its boot. Thread-safe.
 */
public final class TimeAnswers {
    /** How old a challenge may be when its answer comes, and so how far behind the time taken can be. */
    public static final Duration MAXIMUM_AGE = Duration.ofMinutes(10);

    /** No clock is right that shows a year of five digits; an instant near the end of all would not add up. */
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final OperationGate gate;
    private final SecureRandom random;

    TimeAnswers(OperationGate gate, SecureRandom random) {
        this.gate = gate;
        this.random = random;
    }

    /**
     * Makes a challenge; the one before is no longer open.
     *
     * @return the challenge, for an authority to sign
     * @throws PolicyDeniedException if no authority is configured
     */
    public TimeChallenge challenge() {
        Home home = gate.home();
        if (home.timeAuthority().keys().isEmpty()) {
            throw new PolicyDeniedException(
                    new Refusal(RefusalCode.TIME_AUTHORITY_MISSING, "Nobody could answer a challenge."));
        }
        Clocks clocks = home.time().clocks();
        TimeChallenges.Open open = home.ledger()
                .timeChallenges()
                .open(new TimeChallenges.Open(
                        hex(TimeChallenge.HOME_BYTES),
                        clocks.boot(),
                        hex(TimeChallenge.NONCE_BYTES),
                        clocks.sinceBootNanos()));
        return new TimeChallenge(open.home(), open.boot(), open.nonce());
    }

    private String hex(int bytes) {
        byte[] fresh = new byte[bytes];
        random.nextBytes(fresh);
        return HexFormat.of().formatHex(fresh);
    }

    /**
     * Verifies an answer and uses its challenge up. What is refused is recorded; a challenge that was not
     * answered validly stays open.
     *
     * @param note the signed answer
     * @return the answer and who signed it; its time is the earliest that it can be now
     * @throws PolicyProblem if no authority signed it, or it answers no open challenge of this home and boot in time
     */
    public TimeAnswer.Verified take(String note) throws PolicyProblem {
        Home home = gate.home();
        try {
            return verified(home, note);
        } catch (PolicyProblem e) {
            RecordedChanges.record(
                    home,
                    AuditEvent.notice(home.time().now().now(), Kind.TIME_STATE, "answer of an authority")
                            .denied(e.code()));
            throw e;
        }
    }

    private static TimeAnswer.Verified verified(Home home, String note) throws PolicyProblem {
        TimeAuthority authority = home.timeAuthority();
        if (authority.keys().isEmpty()) {
            throw new PolicyProblem(RefusalCode.TIME_AUTHORITY_MISSING, "Nobody is believed.");
        }
        TimeAnswer.Verified verified = TimeAnswer.verify(note, authority.keys(), authority.cryptography());
        TimeChallenge challenge = verified.answer().challenge();
        TimeChallenges challenges = home.ledger().timeChallenges();
        if (!challenges.home().map(challenge.home()::equals).orElse(false)) {
            throw new PolicyProblem(
                    RefusalCode.TIME_ANSWER_FOREIGN,
                    "The answer: expected home " + challenges.home().orElse("(no challenge was made)") + ", got "
                            + challenge.home() + ".");
        }
        Instant time = verified.answer().time();
        if (home.time().isBeforeRelease(time) || time.isAfter(LATEST)) {
            throw new PolicyProblem(
                    RefusalCode.TIME_IMPOSSIBLE,
                    "The answer of " + verified.signer() + ": expected a time since this version was made, got " + time
                            + ".");
        }
        TimeChallenges.Open open = challenges
                .take(challenge.nonce())
                .orElseThrow(() -> new PolicyProblem(
                        RefusalCode.TIME_CHALLENGE_UNKNOWN,
                        "The answer: expected the nonce of the open challenge, got another."));
        requireInTime(open, challenge, home.time().clocks());
        return verified;
    }

    private static void requireInTime(TimeChallenges.Open open, TimeChallenge answered, Clocks now)
            throws PolicyProblem {
        if (!open.boot().equals(answered.boot()) || !open.boot().equals(now.boot())) {
            throw new PolicyProblem(
                    RefusalCode.TIME_CHALLENGE_EXPIRED,
                    "The challenge: expected one of this boot, got one of another; how old it is nobody knows.");
        }
        Duration age = Duration.ofNanos(now.sinceBootNanos() - open.sinceBootNanos());
        if (age.isNegative() || age.compareTo(MAXIMUM_AGE) > 0) {
            throw new PolicyProblem(
                    RefusalCode.TIME_CHALLENGE_EXPIRED,
                    "The challenge: expected one of the last " + MAXIMUM_AGE.toMinutes() + " minutes, got one that is "
                            + age.toSeconds() + " s old.");
        }
    }
}

package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;
import org.wardkey.provider.administration.Time;
import org.wardkey.provider.administration.TimeSource;
import org.wardkey.provider.gate.HomeClock;
import org.wardkey.provider.gate.TimeAnswers;
import org.wardkey.provider.ledger.Ledger;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.policy.TimeChallenge;
import org.wardkey.provider.policy.TrustedTime;

/** A home that asks an authority for the time. */
class TimeAuthorityTest {
    private static final String NAME = "klinikum.example/time";

    @TempDir
    Path folder;

    private PolicySigningKey authority;
    private TestHome home;
    private Time time;

    @BeforeEach
    void open() throws IOException {
        authority = PolicySigningKey.create(folder.resolve("time.key"), NAME);
        home = home("ward", authority);
        time = home.provider().administration().time();
    }

    @AfterEach
    void close() {
        authority.close();
    }

    private TestHome home(String name, PolicySigningKey key) throws IOException {
        String line = key.publicKey().text(PolicyFiles.bundleCryptography());
        return TestHome.with(
                Files.createDirectory(folder.resolve(name)),
                "home = home\ntime-authority { keys = [\"" + line + "\"] }\n");
    }

    private String answer(Instant stated) {
        return authority.answer(time.challenge(), stated);
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection =
                        JDBC.createConnection("jdbc:sqlite:" + home.home().resolve("wardkey.db"), new Properties());
                Statement change = connection.createStatement()) {
            change.execute("PRAGMA busy_timeout=10000");
            change.execute(statement);
        }
    }

    private void refuses(RefusalCode code, String answer) {
        TrustedTime.Source before = time.report().mark().source();
        assertThatThrownBy(() -> time.accept(answer))
                .isInstanceOfSatisfying(
                        TimeSource.Unavailable.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(code))
                .hasMessageStartingWith(code.code());
        assertThat(time.report().mark().source()).isEqualTo(before);
    }

    @Test
    void accept_answer_movesTheMarkEitherWayAndSaysWhoStatedIt() throws Exception {
        Instant ahead = Instant.now().plus(Duration.ofDays(400));
        Time.Report later = time.accept(answer(ahead));
        assertThat(later.state()).isEqualTo(TrustedTime.State.TRUSTED);
        assertThat(later.now()).isBetween(ahead, ahead.plusSeconds(60));
        assertThat(later.statement()).contains(new Time.Statement("authority " + NAME, ahead));

        Instant now = Instant.now();
        Time.Report back = time.accept(answer(now));
        assertThat(back.mark().source()).isEqualTo(TrustedTime.Source.AUTHENTICATED);
        assertThat(back.mark().time()).isBetween(now, now.plusSeconds(60));
        assertThat(time.repair("checked").statement()).isEmpty();
    }

    @Test
    void accept_answer_isSeenByAnotherProcess() throws Exception {
        assertThat(time.report().mark().source()).isEqualTo(TrustedTime.Source.OPERATING_SYSTEM);
        Instant ahead = Instant.now().plus(Duration.ofDays(400));
        try (Ledger ledger = Ledger.open(home.home(), "local", token -> bytes -> new byte[32])) {
            Clock system = Clock.systemUTC();
            HomeClock other = new HomeClock(ledger.time(), new BootClock(system), system::instant, Release.made());
            assertThat(other.now().now()).isBefore(ahead);
            assertThat(time.accept(answer(ahead)).problem()).isEmpty();
            other.tick(state -> {});
            assertThat(other.now().now()).isBetween(ahead, ahead.plusSeconds(60));
        }
    }

    @Test
    void accept_sameAnswerTwice_refuses() throws Exception {
        String answer = answer(Instant.now());
        assertThat(time.accept(answer).problem()).isEmpty();
        refuses(RefusalCode.TIME_CHALLENGE_UNKNOWN, answer);
        assertThat(time.accept(answer(Instant.now())).problem()).isEmpty();
    }

    @Test
    void accept_answerToAReplacedOrInventedChallenge_refuses() throws Exception {
        String replaced = answer(Instant.now());
        TimeChallenge open = time.challenge();
        refuses(RefusalCode.TIME_CHALLENGE_UNKNOWN, replaced);
        TimeChallenge invented = new TimeChallenge(open.home(), open.boot(), "00".repeat(32));
        refuses(RefusalCode.TIME_CHALLENGE_UNKNOWN, authority.answer(invented, Instant.now()));
        // What was not for it leaves the open challenge open.
        assertThat(time.accept(authority.answer(open, Instant.now())).problem()).isEmpty();
    }

    @Test
    void accept_otherHome_refuses() throws Exception {
        Time ours = time;
        String theirs;
        time = home("other", authority).provider().administration().time();
        theirs = answer(Instant.now());
        time = ours;
        refuses(RefusalCode.TIME_ANSWER_FOREIGN, theirs);
        assertThat(time.challenge()).isNotEqualTo(time.challenge());
        refuses(RefusalCode.TIME_ANSWER_FOREIGN, theirs);
    }

    @Test
    void accept_otherBoot_refuses() throws Exception {
        TimeChallenge challenge = time.challenge();
        TimeChallenge another = new TimeChallenge(challenge.home(), "another", challenge.nonce());
        refuses(RefusalCode.TIME_CHALLENGE_EXPIRED, authority.answer(another, Instant.now()));

        String answer = answer(Instant.now());
        sql("UPDATE time_challenge SET boot = 'another'");
        refuses(RefusalCode.TIME_CHALLENGE_EXPIRED, answer);
    }

    @Test
    void accept_late_refusesAndUsesTheChallengeUp() throws Exception {
        String justInTime = answer(Instant.now());
        sql("UPDATE time_challenge SET since_boot_nanos = since_boot_nanos - "
                + TimeAnswers.MAXIMUM_AGE.minusMinutes(1).toNanos());
        assertThat(time.accept(justInTime).problem()).isEmpty();

        String late = answer(Instant.now());
        sql("UPDATE time_challenge SET since_boot_nanos = since_boot_nanos - " + TimeAnswers.MAXIMUM_AGE.toNanos()
                + " - 1");
        refuses(RefusalCode.TIME_CHALLENGE_EXPIRED, late);
        refuses(RefusalCode.TIME_CHALLENGE_UNKNOWN, late);

        String fromTheFuture = answer(Instant.now());
        sql("UPDATE time_challenge SET since_boot_nanos = since_boot_nanos + 60000000000");
        refuses(RefusalCode.TIME_CHALLENGE_EXPIRED, fromTheFuture);
    }

    @Test
    void accept_unsignedOrDamaged_refusesAndLeavesTheChallengeOpen() throws Exception {
        TimeChallenge challenge = time.challenge();
        String right = authority.answer(challenge, Instant.now());
        try (PolicySigningKey stranger = PolicySigningKey.create(folder.resolve("stranger.key"), NAME)) {
            refuses(RefusalCode.TIME_ANSWER_NOT_SIGNED, stranger.answer(challenge, Instant.now()));
        }
        refuses(RefusalCode.TIME_ANSWER_NOT_SIGNED, right.replace("time 20", "time 21"));
        refuses(RefusalCode.TIME_NOTE_MALFORMED, right.substring(0, right.length() / 2));
        refuses(RefusalCode.TIME_NOTE_MALFORMED, challenge.text());
        refuses(RefusalCode.TIME_NOTE_MALFORMED, "");
        assertThat(time.accept(right).problem()).isEmpty();
    }

    @Test
    void accept_timeThatCannotBe_refuses() {
        refuses(RefusalCode.TIME_IMPOSSIBLE, answer(Instant.EPOCH));
        refuses(RefusalCode.TIME_IMPOSSIBLE, answer(Instant.MAX));
    }

    @Test
    void challenge_withoutAuthority_refuses() throws Exception {
        time = TestHome.in(Files.createDirectory(folder.resolve("bare")))
                .provider()
                .administration()
                .time();
        assertThatThrownBy(time::challenge)
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-C003");
        refuses(
                RefusalCode.TIME_AUTHORITY_MISSING,
                authority.answer(new TimeChallenge("00".repeat(16), "boot", "00".repeat(32)), Instant.now()));
    }
}

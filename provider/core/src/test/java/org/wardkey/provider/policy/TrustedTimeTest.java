package org.wardkey.provider.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.wardkey.provider.policy.TrustedTime.Clocks;
import org.wardkey.provider.policy.TrustedTime.Mark;
import org.wardkey.provider.policy.TrustedTime.Source;
import org.wardkey.provider.policy.TrustedTime.State;

class TrustedTimeTest {
    private static final Instant RELEASED = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");

    private static Clocks clocks(Instant system, String boot, Duration sinceBoot) {
        return new Clocks(system, boot, sinceBoot.toNanos());
    }

    private static Mark markAtNoon() {
        return TrustedTime.first(clocks(NOON, "a", Duration.ofHours(1)), RELEASED);
    }

    private static State state(Mark mark, Clocks clocks) {
        return TrustedTime.read(mark, clocks).state();
    }

    @Test
    void read_clockThatGoesOn_isTrusted() {
        Clocks later =
                clocks(NOON.plus(Duration.ofDays(40)), "a", Duration.ofDays(40).plusHours(1));
        assertThat(state(markAtNoon(), later)).isEqualTo(State.TRUSTED);
        assertThat(TrustedTime.advance(markAtNoon(), later).time()).isEqualTo(later.operatingSystem());
    }

    @Test
    void read_nightWithoutPower_isTrusted() {
        Clocks morning = clocks(NOON.plus(Duration.ofHours(20)), "b", Duration.ofMinutes(1));
        assertThat(state(markAtNoon(), morning)).isEqualTo(State.TRUSTED);
    }

    @Test
    void read_wokenIn1970_isBehindUntilTheClockIsRight() {
        Mark mark = markAtNoon();
        Clocks epoch = clocks(Instant.EPOCH, "b", Duration.ofMinutes(1));
        assertThat(state(mark, epoch)).isEqualTo(State.BEHIND);
        mark = TrustedTime.advance(mark, epoch);

        Clocks right = clocks(NOON.plus(Duration.ofHours(2)), "b", Duration.ofMinutes(2));
        assertThat(state(mark, right)).isEqualTo(State.TRUSTED);
    }

    @Test
    void first_clockBeforeTheRelease_isBehind() {
        Clocks epoch = clocks(Instant.EPOCH, "a", Duration.ofMinutes(1));
        Mark mark = TrustedTime.first(epoch, RELEASED);
        assertThat(mark.time()).isEqualTo(RELEASED);
        assertThat(state(mark, epoch)).isEqualTo(State.BEHIND);
    }

    @Test
    void read_eighteenMonthsAsleep_isUntrustedAndUsed() {
        Instant woken = NOON.plus(Duration.ofDays(548));
        Clocks clocks = clocks(woken, "b", Duration.ofMinutes(1));
        TrustedTime.Reading reading = TrustedTime.read(markAtNoon(), clocks);
        assertThat(reading.state()).isEqualTo(State.UNTRUSTED);
        assertThat(reading.now()).isEqualTo(woken);
        Mark authenticated = TrustedTime.stated(woken, Source.AUTHENTICATED, clocks);
        assertThat(state(authenticated, clocks)).isEqualTo(State.TRUSTED);
    }

    @Test
    void advance_yearsAheadAndBack_locksNothing() {
        Mark mark = markAtNoon();
        for (int hour = 1; hour <= 100; hour++) {
            Duration since = Duration.ofHours(1 + hour);
            mark = TrustedTime.advance(mark, clocks(Instant.parse("2040-01-01T00:00:00Z"), "a", since));
        }
        Clocks right = clocks(NOON.plus(Duration.ofHours(100)), "a", Duration.ofHours(101));
        assertThat(state(mark, right)).isEqualTo(State.TRUSTED);
    }

    @Test
    void read_setBackBelowTheMark_isBehind() {
        Clocks back = clocks(NOON.minusSeconds(1), "a", Duration.ofHours(2));
        assertThat(state(markAtNoon(), back)).isEqualTo(State.BEHIND);
        assertThat(TrustedTime.advance(markAtNoon(), back)).isEqualTo(markAtNoon());
    }

    @Test
    void read_authenticatedAndWrongSystemClock_goesOnByTheMonotonicClock() {
        Mark mark = TrustedTime.stated(NOON, Source.AUTHENTICATED, clocks(Instant.EPOCH, "a", Duration.ofHours(1)));
        for (Instant wrong : List.of(Instant.EPOCH, Instant.parse("2040-01-01T00:00:00Z"))) {
            TrustedTime.Reading reading = TrustedTime.read(mark, clocks(wrong, "a", Duration.ofHours(3)));
            assertThat(reading.now()).isEqualTo(NOON.plus(Duration.ofHours(2)));
            assertThat(reading.state()).isEqualTo(State.TRUSTED);
        }
    }

    @Test
    void read_authenticatedAndSystemALittleAhead_followsTheSystemClock() {
        Mark mark = TrustedTime.stated(NOON, Source.AUTHENTICATED, clocks(NOON, "a", Duration.ofHours(1)));
        Clocks ahead = clocks(NOON.plus(Duration.ofMinutes(61)), "a", Duration.ofHours(2));
        assertThat(TrustedTime.read(mark, ahead).now()).isEqualTo(ahead.operatingSystem());
    }

    @Test
    void advance_manySmallJumps_useTheGapUpOnce() {
        Mark mark = markAtNoon();
        Instant system = NOON;
        Duration since = Duration.ofHours(1);
        for (int i = 0; i < 10; i++) {
            system = system.plus(Duration.ofHours(5));
            since = since.plusSeconds(1);
            mark = TrustedTime.advance(mark, clocks(system, "a", since));
        }
        assertThat(mark.time()).isBetween(NOON.plus(Duration.ofHours(19)), NOON.plus(Duration.ofHours(25)));
        assertThat(state(mark, clocks(system, "a", since))).isEqualTo(State.UNTRUSTED);
    }

    @Test
    void stated_lowerThanTheMark_heals() {
        Mark wrong = TrustedTime.stated(
                Instant.parse("2040-01-01T00:00:00Z"),
                Source.ADMINISTRATOR,
                clocks(Instant.parse("2040-01-01T00:00:00Z"), "a", Duration.ofHours(1)));
        Clocks right = clocks(NOON, "a", Duration.ofHours(2));
        assertThat(state(wrong, right)).isEqualTo(State.BEHIND);
        assertThat(state(TrustedTime.stated(NOON, Source.ADMINISTRATOR, right), right))
                .isEqualTo(State.TRUSTED);
    }

    @Test
    void problem_whenNotTrusted_saysWhatToDo() {
        Mark mark = markAtNoon();
        TrustedTime.Reading behind = TrustedTime.read(mark, clocks(Instant.EPOCH, "b", Duration.ZERO));
        assertThat(TrustedTime.problem(mark, behind))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("1970-01-01T00:00:00Z")
                        .contains(NOON.toString())
                        .contains("wardkey time repair"));
        assertThat(TrustedTime.problem(mark, TrustedTime.read(mark, clocks(NOON, "a", Duration.ofHours(1)))))
                .isEmpty();
    }

    /**
     * Whatever the clock shows in whatever order, the mark never passes the true time by more than the gap,
     * so that a clock that is right again is BEHIND for a day at most; and it never goes back.
     */
    @Property
    void advance_anyClocks_markStaysNearTheTruth(
            @ForAll @Size(max = 40) List<@LongRange(min = -2_000_000_000L, max = 2_000_000_000L) Long> wrongBySeconds,
            @ForAll @IntRange(min = 1, max = 100_000) int stepSeconds) {
        Mark mark = markAtNoon();
        Instant truth = NOON;
        Duration since = Duration.ofHours(1);
        for (long wrong : wrongBySeconds) {
            truth = truth.plusSeconds(stepSeconds);
            since = since.plusSeconds(stepSeconds);
            Instant before = mark.time();
            mark = TrustedTime.advance(mark, clocks(truth.plusSeconds(wrong), "a", since));
            assertThat(mark.time()).isAfterOrEqualTo(before);
            assertThat(Duration.between(truth, mark.time())).isLessThanOrEqualTo(TrustedTime.MAXIMUM_GAP);
        }
    }

    @Test
    void advance_timeThatAnAdministratorStated_staysHisUntilTheNextBoot() {
        Mark stated = TrustedTime.stated(NOON, Source.ADMINISTRATOR, clocks(NOON, "a", Duration.ofHours(1)));
        Instant later = NOON.plus(Duration.ofMinutes(1));

        Mark same = TrustedTime.advance(
                stated, clocks(later, "a", Duration.ofHours(1).plusMinutes(1)));
        assertThat(same.source()).isEqualTo(Source.ADMINISTRATOR);
        assertThat(same.time()).isEqualTo(later);
        assertThat(TrustedTime.advance(same, clocks(later, "b", Duration.ZERO)).source())
                .isEqualTo(Source.OPERATING_SYSTEM);
    }
}

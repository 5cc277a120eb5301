package org.wardkey.provider.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What time it is, and how far that can be believed: pure.
 *
 * <p>Theory of operation. A home keeps a mark: the latest time that it has believed. The operating
 * system's time is believed as long as it is not before the mark, and not further ahead of it than the
 * time that has passed in this boot plus {@link #MAXIMUM_GAP}, once for each boot, for which the machine
 * may have been off. A clock that is set back below the mark is BEHIND: nothing originates
 * until it is right again, by itself or by an authenticated source; what was made can still be verified
 * and decrypted. A clock that jumps ahead is UNTRUSTED: windows close by it, which is the safe side, but
 * it raises the mark by no more than the time since, so that a wrong clock that is set right again
 * locks nothing. An authenticated time is believed whatever the operating system says, moves the mark
 * either way, and is carried on by the clock of the boot until the next one.
 */
public final class TrustedTime {
    /** How far ahead of the mark the operating system's clock may be after a time without power. */
    public static final Duration MAXIMUM_GAP = Duration.ofHours(24);

    private TrustedTime() {}

    /** How far the time can be believed. */
    public enum State {
        /** It fits what the home has seen, or a source vouches for it. */
        TRUSTED,
        /** It is further ahead than can be explained; used, but not relied on. */
        UNTRUSTED,
        /** It is before a time that the home has seen: keys do not originate. */
        BEHIND
    }

    /** Who gave the mark. */
    public enum Source {
        /** The operating system's clock. */
        OPERATING_SYSTEM,
        /** A source that proved who it is. */
        AUTHENTICATED,
        /** A person, by {@code wardkey time repair}. */
        ADMINISTRATOR
    }

    /**
     * The clocks of a machine at one moment.
     *
     * @param operatingSystem the operating system's time
     * @param boot names the present boot
     * @param sinceBootNanos how long it has lasted, sleep included, for all its processes the same
     */
    public record Clocks(Instant operatingSystem, String boot, long sinceBootNanos) {}

    /**
     * The latest time that was believed.
     *
     * @param time the time
     * @param source who gave it
     * @param boot in which boot
     * @param sinceBootNanos how long that had lasted
     * @param gapUsed how much of {@link #MAXIMUM_GAP} the boot has used up
     */
    public record Mark(Instant time, Source source, String boot, long sinceBootNanos, Duration gapUsed) {
        /** How long ago that was; zero from another boot, of which nothing is known. */
        Duration elapsed(Clocks clocks) {
            return boot.equals(clocks.boot())
                    ? Duration.ofNanos(Math.max(0, clocks.sinceBootNanos() - sinceBootNanos))
                    : Duration.ZERO;
        }

        /** How far ahead of the mark and the time since then the system's clock may be. */
        Duration gapLeft(Clocks clocks) {
            return boot.equals(clocks.boot()) ? MAXIMUM_GAP.minus(gapUsed) : MAXIMUM_GAP;
        }

        private boolean carriesOn(Clocks clocks) {
            return source == Source.AUTHENTICATED && boot.equals(clocks.boot());
        }
    }

    /**
     * A time and how far it can be believed.
     *
     * @param now the time that decisions use
     * @param state how far it can be believed
     */
    public record Reading(Instant now, State state) {}

    /**
     * A home's first mark: the operating system's time, but not before the software existed.
     *
     * @param clocks the clocks
     * @param released when this version was made; no true clock shows an earlier time
     * @return the mark
     */
    public static Mark first(Clocks clocks, Instant released) {
        Instant now = clocks.operatingSystem();
        return new Mark(
                now.isBefore(released) ? released : now,
                Source.OPERATING_SYSTEM,
                clocks.boot(),
                clocks.sinceBootNanos(),
                Duration.ZERO);
    }

    /**
     * Reads the time.
     *
     * @param mark the latest time that was believed
     * @param clocks the clocks
     * @return the time, and how far it can be believed
     */
    public static Reading read(Mark mark, Clocks clocks) {
        Instant system = clocks.operatingSystem();
        Instant latest = mark.time().plus(mark.elapsed(clocks));
        boolean ahead = system.isAfter(limit(mark, clocks));
        if (mark.carriesOn(clocks)) {
            return new Reading(ahead || system.isBefore(latest) ? latest : system, State.TRUSTED);
        }
        if (system.isBefore(mark.time())) {
            return new Reading(system, State.BEHIND);
        }
        return new Reading(system, ahead ? State.UNTRUSTED : State.TRUSTED);
    }

    /**
     * The latest time of the operating system's clock that can be explained.
     *
     * @param mark the latest time that was believed
     * @param clocks the clocks
     * @return the limit
     */
    public static Instant limit(Mark mark, Clocks clocks) {
        return mark.time().plus(mark.elapsed(clocks)).plus(mark.gapLeft(clocks));
    }

    /**
     * The mark that a reading leaves behind.
     *
     * @param mark the mark so far
     * @param clocks the clocks
     * @return the new mark; the same if nothing is to be changed
     */
    public static Mark advance(Mark mark, Clocks clocks) {
        Reading reading = read(mark, clocks);
        Instant latest = mark.time().plus(mark.elapsed(clocks));
        return switch (reading.state()) {
            case BEHIND -> mark;
            case UNTRUSTED -> moved(mark, latest, Duration.ZERO, clocks);
            case TRUSTED -> {
                Duration unexplained = Duration.between(latest, reading.now());
                yield moved(mark, reading.now(), unexplained.isNegative() ? Duration.ZERO : unexplained, clocks);
            }
        };
    }

    private static Mark moved(Mark mark, Instant time, Duration unexplained, Clocks clocks) {
        Duration used = MAXIMUM_GAP.minus(mark.gapLeft(clocks)).plus(unexplained);
        // Who stated a time stands behind what this boot's clock makes of it; of the next boot he knows nothing.
        Source source = mark.boot().equals(clocks.boot()) ? mark.source() : Source.OPERATING_SYSTEM;
        return new Mark(time, source, clocks.boot(), clocks.sinceBootNanos(), used);
    }

    /**
     * The mark that a trustworthy statement of the time gives, whatever it was before.
     *
     * @param time the time that was stated, valid now
     * @param source who stated it
     * @param clocks the clocks
     * @return the new mark
     */
    public static Mark stated(Instant time, Source source, Clocks clocks) {
        return new Mark(time, source, clocks.boot(), clocks.sinceBootNanos(), Duration.ZERO);
    }

    /**
     * Says what is wrong and who acts.
     *
     * @param mark the latest time that was believed
     * @param reading a reading under it
     * @return a sentence; empty if the time is trusted
     */
    public static Optional<String> problem(Mark mark, Reading reading) {
        return switch (reading.state()) {
            case TRUSTED -> Optional.empty();
            case UNTRUSTED ->
                Optional.of("The clock shows " + reading.now() + ", further ahead of " + mark.time()
                        + ", the latest time that this home has believed, than the time since and "
                        + MAXIMUM_GAP.toHours() + " h without power explain. If it is right, say so:"
                        + " wardkey time repair; or ask an authority: wardkey time challenge.");
            case BEHIND ->
                Optional.of("The clock shows " + reading.now() + ", before " + mark.time()
                        + ", which this home has seen already. Set the clock; if the mark itself is wrong:"
                        + " wardkey time repair, or ask an authority: wardkey time challenge.");
        };
    }
}

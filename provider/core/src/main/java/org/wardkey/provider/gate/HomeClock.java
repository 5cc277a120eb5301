package org.wardkey.provider.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.ledger.TimeMark;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.policy.TrustedTime;
import org.wardkey.provider.policy.TrustedTime.Clocks;
import org.wardkey.provider.policy.TrustedTime.Mark;
import org.wardkey.provider.policy.TrustedTime.Reading;
import org.wardkey.provider.policy.TrustedTime.Source;
import org.wardkey.provider.policy.TrustedTime.State;

/**
 * The time of a home: what decisions use, and how far it can be believed.
 *
 * <p>Theory of operation. {@link TrustedTime} judges; this class keeps its mark in the home's database,
 * shared by all processes. A reading compares the operating system's time with bounds that the last
 * {@link #tick} computed, so it costs no more than the clock itself; a tick reads the mark again, so what
 * another process states takes effect within a second. The mark is written at most once a minute, and
 * whenever the state changes: what a crash can take off it is that minute. Thread-safe.
 */
public final class HomeClock {
    private static final long WRITE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final TimeMark store;
    private final Supplier<Clocks> clocks;
    private final Supplier<Instant> system;
    private final Instant released;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Bounds bounds;
    private long writtenAt = System.nanoTime();
    private @Nullable State announced;

    /**
     * What a reading is compared with.
     *
     * @param mark the mark
     * @param limit the latest time of the system that can be explained
     * @param carried the time that an authenticated source gave, carried on; null if the system's time is used
     * @param carriedAt the value of {@code System.nanoTime} at which it was that
     */
    private record Bounds(
            Mark mark, Instant limit, @Nullable Instant carried, long carriedAt) {}

    /**
     * Opens the clock of a home; a home without a mark gets its first one.
     *
     * @param store where the mark is
     * @param clocks reads the machine's clocks
     * @param system reads the operating system's clock alone
     * @param released when this version was made
     */
    public HomeClock(TimeMark store, Supplier<Clocks> clocks, Supplier<Instant> system, Instant released) {
        this.store = store;
        this.clocks = clocks;
        this.system = system;
        this.released = released;
        Clocks now = clocks.get();
        this.bounds = bounds(mark(now), now);
    }

    private Mark mark(Clocks now) {
        return store.find().flatMap(HomeClock::parse).orElseGet(() -> update(known -> known, now));
    }

    /** @return the time, and how far it can be believed */
    public Reading now() {
        Bounds b = bounds;
        if (b.carried() != null) {
            return new Reading(b.carried().plusNanos(System.nanoTime() - b.carriedAt()), State.TRUSTED);
        }
        Instant now = system.get();
        if (now.isBefore(b.mark().time())) {
            return new Reading(now, State.BEHIND);
        }
        return new Reading(now, now.isAfter(b.limit()) ? State.UNTRUSTED : State.TRUSTED);
    }

    /** @return the latest time that the home has believed */
    public Mark mark() {
        return bounds.mark();
    }

    /** Reads the clocks of the machine. */
    Clocks clocks() {
        return clocks.get();
    }

    /** Whether a time is earlier than a true clock can show. */
    boolean isBeforeRelease(Instant time) {
        return time.isBefore(released);
    }

    /** @return what is wrong with the time and who acts; empty if nothing is */
    public Optional<String> problem() {
        return TrustedTime.problem(bounds.mark(), now());
    }

    /**
     * Moves the mark on. Called about once a second by one thread.
     *
     * @param changed told when the state is another than at the last call
     */
    public void tick(Consumer<State> changed) {
        lock.lock();
        try {
            Clocks now = clocks.get();
            Mark stored = mark(now);
            State state = TrustedTime.read(stored, now).state();
            boolean due = System.nanoTime() - writtenAt > WRITE_NANOS || state != announced;
            bounds = bounds(due ? written(stored, now) : stored, now);
            if (state != announced) {
                boolean first = announced == null && state == State.TRUSTED;
                announced = state;
                if (!first) {
                    changed.accept(state);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** A mark that cannot be written, on a full disk, is moved on in memory alone and tried again in a minute. */
    private Mark written(Mark stored, Clocks now) {
        try {
            return update(known -> known, now);
        } catch (BackendException e) {
            writtenAt = System.nanoTime();
            System.getLogger("org.wardkey.provider").log(System.Logger.Level.DEBUG, "The time mark was not written", e);
            return TrustedTime.advance(stored, now);
        }
    }

    /**
     * Takes over a time that was stated, whatever the mark was.
     *
     * @param time the time, valid now
     * @param source who stated it
     * @return the new mark
     */
    public Mark state(Instant time, Source source) {
        lock.lock();
        try {
            Clocks now = clocks.get();
            Mark mark = update(known -> TrustedTime.stated(time, source, now), now);
            bounds = bounds(mark, now);
            return mark;
        } finally {
            lock.unlock();
        }
    }

    /** Writes the mark, so that the next process goes on from here. */
    public void close() {
        lock.lock();
        try {
            Clocks now = clocks.get();
            bounds = bounds(update(known -> known, now), now);
        } finally {
            lock.unlock();
        }
    }

    private Mark update(java.util.function.UnaryOperator<Mark> change, Clocks now) {
        TimeMark.Stored stored = store.update(present -> {
            Mark known = present.flatMap(HomeClock::parse).orElseGet(() -> TrustedTime.first(now, released));
            return Optional.of(format(TrustedTime.advance(change.apply(known), now)));
        });
        writtenAt = System.nanoTime();
        return parse(stored).orElseThrow();
    }

    private static Bounds bounds(Mark mark, Clocks now) {
        Instant limit = TrustedTime.limit(mark, now);
        boolean carried = mark.source() == Source.AUTHENTICATED && mark.boot().equals(now.boot());
        return new Bounds(mark, limit, carried ? TrustedTime.read(mark, now).now() : null, System.nanoTime());
    }

    /** A mark that is none, by damage, is none: it carries no code, and the clock must go on. */
    private static Optional<Mark> parse(TimeMark.Stored stored) {
        return Arrays.stream(Source.values())
                .filter(source -> source.name().equals(stored.source()))
                .findFirst()
                .map(source ->
                        new Mark(stored.time(), source, stored.boot(), stored.sinceBootNanos(), stored.gapUsed()));
    }

    private static TimeMark.Stored format(Mark mark) {
        return new TimeMark.Stored(
                mark.time(),
                mark.source().name(),
                mark.boot(),
                mark.sinceBootNanos(),
                Duration.ofNanos(mark.gapUsed().toNanos()));
    }
}

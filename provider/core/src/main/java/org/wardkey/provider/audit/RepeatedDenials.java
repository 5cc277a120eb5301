package org.wardkey.provider.audit;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.RefusalCode;

/**
 * Denials, so recorded that one caller who tries again and again cannot fill the disk and stop every key.
 *
 * <p>Theory of operation. The first denial of a key, purpose, mechanism and code is recorded at once. Those
 * like it are counted for {@link #REPEAT_NANOS} and then recorded as one event that stands for all of them;
 * when none came for as long, the next is a first one again. What is counted here was refused in any case, so
 * while the log takes nothing it waits, and nothing is lost by that but at a crash. Thread-safe.
 */
final class RepeatedDenials {
    static final long REPEAT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final AuditLog log;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<Subject, Repeats> recent = new ConcurrentHashMap<>();

    /** What makes two denials the same: nothing that the caller can choose freely, such as a length of a salt. */
    private record Subject(
            Optional<KeyId> key, Optional<Purpose> purpose, Optional<Family> family, Optional<RefusalCode> code) {
        private static Subject of(AuditEvent event) {
            return new Subject(
                    event.key().map(facts -> facts.id()),
                    event.purpose(),
                    event.mechanism().map(Mechanism::family),
                    event.code());
        }
    }

    /** What came since a denial of the same subject was recorded. */
    private record Repeats(AuditEvent last, long since, long operations, long bytes) {
        private Repeats plus(AuditEvent event) {
            return new Repeats(event, since, operations + event.operations(), bytes + event.bytes());
        }

        private AuditEvent event(Clock clock) {
            return new AuditEvent(
                    clock.instant(),
                    last.kind(),
                    last.outcome(),
                    last.key(),
                    last.purpose(),
                    last.mechanism(),
                    last.engine(),
                    last.approved(),
                    last.code(),
                    operations,
                    bytes,
                    last.detail());
        }
    }

    RepeatedDenials(AuditLog log, Clock clock, LongSupplier nanoTime) {
        this.log = log;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Records a denial, or counts it.
     *
     * @throws AuditUnavailableException if it was a first one and the log cannot take it
     */
    void add(AuditEvent event) {
        Subject subject = Subject.of(event);
        Repeats after = recent.compute(
                subject,
                (same, known) -> known == null ? new Repeats(event, nanoTime.getAsLong(), 0, 0) : known.plus(event));
        if (after.operations() > 0) {
            return;
        }
        try {
            log.append(event);
        } catch (AuditUnavailableException e) {
            // Not recorded: the next one is the first, unless there are some that wait, which this one joins.
            recent.computeIfPresent(subject, (same, known) -> known.operations() == 0 ? null : known.plus(event));
            throw e;
        }
    }

    /** Records what was counted long enough, and forgets what came once. */
    void tick() {
        long now = nanoTime.getAsLong();
        for (Subject subject : recent.keySet()) {
            // With nobody else at the subject: what is counted meanwhile is counted for the next record.
            recent.computeIfPresent(
                    subject, (same, known) -> now - known.since() < REPEAT_NANOS ? known : next(known, now));
        }
    }

    /** What was counted, for whoever writes it; counting begins anew. */
    List<AuditEvent> take() {
        List<AuditEvent> counted = new ArrayList<>();
        for (Subject subject : List.copyOf(recent.keySet())) {
            Repeats known = recent.remove(subject);
            if (known != null && known.operations() > 0) {
                counted.add(known.event(clock));
            }
        }
        return counted;
    }

    private @Nullable Repeats next(Repeats known, long now) {
        if (known.operations() == 0) {
            return null;
        }
        try {
            log.appendHappened(known.event(clock), false);
            return new Repeats(known.last(), now, 0, 0);
        } catch (AuditUnavailableException e) {
            return known;
        }
    }
}

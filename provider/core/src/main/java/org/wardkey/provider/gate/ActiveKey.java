package org.wardkey.provider.gate;

import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.wardkey.provider.audit.AggregateEvent;
import org.wardkey.provider.audit.AuditLog;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.ledger.UsageCount;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.policy.KeyAttributes;
import org.wardkey.provider.secret.SecretBytes;

/**
 * A managed key in use in this process: its facts at one epoch, and what the engines hold of it.
 * Thread-safe.
 */
final class ActiveKey {
    private final String algorithm;
    private volatile Supplier<SecretBytes> material;
    private final Map<KeyBackend, BackendKey> adopted = new ConcurrentHashMap<>();
    private final Map<Use, AggregateEvent> aggregates = new ConcurrentHashMap<>();
    private final Map<String, Instant> observed = new ConcurrentHashMap<>();
    private final AtomicLong usedOperations = new AtomicLong();
    private final AtomicLong usedBytes = new AtomicLong();
    private final ReentrantLock counting = new ReentrantLock();
    private volatile Snapshot snapshot;

    /**
     * What was read of the key at one epoch.
     *
     * @param facts its facts
     * @param attributes what else rules may ask of it
     * @param overlapEnd until when it may originate, if it was replaced
     * @param epoch the epoch
     */
    record Snapshot(KeyFacts facts, KeyAttributes attributes, Optional<Instant> overlapEnd, long epoch) {}

    private record Use(Purpose purpose, Mechanism mechanism, String engine) {}

    ActiveKey(Snapshot snapshot, String algorithm, Supplier<SecretBytes> material) {
        this.snapshot = snapshot;
        this.algorithm = algorithm;
        this.material = material;
    }

    /** A key that is not stored. */
    static ActiveKey session(KeyFacts facts, String algorithm, SecretBytes material) {
        Snapshot snapshot = new Snapshot(facts, KeyAttributes.NONE, Optional.empty(), -1);
        return new ActiveKey(snapshot, algorithm, () -> SecretBytes.take(material.copy()));
    }

    Snapshot snapshot() {
        return snapshot;
    }

    KeyFacts facts() {
        return snapshot.facts();
    }

    long epoch() {
        return snapshot.epoch();
    }

    synchronized void refresh(Snapshot read) {
        if (read.epoch() - snapshot.epoch() < 0) {
            // Somebody read later than we did.
            return;
        }
        snapshot = read;
        if (gone(read.facts().state())) {
            close();
        }
    }

    private static boolean gone(KeyState state) {
        return state == KeyState.DESTROYED || state == KeyState.COMPROMISED;
    }

    BackendKey in(KeyBackend engine) throws InvalidKeyException {
        BackendKey known = adopted.get(engine);
        if (known != null) {
            return known;
        }
        if (gone(facts().state())) {
            throw new InvalidKeyException("The key is " + facts().state() + ".");
        }
        BackendKey made;
        try (SecretBytes clear = material.get()) {
            made = engine.adopt(facts().type(), algorithm, clear);
        }
        BackendKey raced = adopted.putIfAbsent(engine, made);
        if (raced != null) {
            made.close();
            return raced;
        }
        if (gone(facts().state())) {
            // It was stopped while the engine took it: whoever stopped it may have closed the others before.
            close();
            throw new InvalidKeyException("The key is " + facts().state() + ".");
        }
        return made;
    }

    AggregateEvent aggregate(AuditLog audit, Purpose purpose, Mechanism mechanism, KeyBackend engine) {
        Use use = new Use(purpose, mechanism, engine.name());
        AggregateEvent known = aggregates.get(use);
        return known != null
                ? known
                : aggregates.computeIfAbsent(
                        use, u -> audit.aggregate(facts(), purpose, mechanism, engine.name(), engine.approved()));
    }

    /** The key is in the store from now on; what the engines hold of it stays. */
    synchronized void becomesStored(Snapshot read, Supplier<SecretBytes> sealed) {
        material = sealed;
        snapshot = read;
    }

    /** How much was used while the key was not stored. */
    UsageCount used() {
        return new UsageCount(usedOperations.get(), usedBytes.get());
    }

    /** Zeroes what the engines hold and ends the counters: nobody has the key any more. */
    void closeAll() {
        close();
        aggregates.values().forEach(AggregateEvent::close);
        aggregates.clear();
    }

    /** Whether the key is in the store; a key that is not is this process's alone. */
    boolean isStored() {
        return snapshot.epoch() >= 0;
    }

    /**
     * Stores the key, while no use of it is counted: those before are in what is stored, those after are the ledger's.
     *
     * @return what storing returned
     */
    boolean store(BooleanSupplier storing) {
        counting.lock();
        try {
            return storing.getAsBoolean();
        } finally {
            counting.unlock();
        }
    }

    /**
     * Takes uses off the limits of a key that is not stored: its life is that of this object.
     *
     * @return why they were not taken, if they were not; nothing at all if the key was stored meanwhile, so that
     *     other limits hold and the ledger counts
     */
    Optional<Optional<Refusal>> reserveUnlessStored(KeyAuthorizations limits, long operations, long bytes) {
        counting.lock();
        try {
            return isStored() ? Optional.empty() : Optional.of(reserve(limits, operations, bytes));
        } finally {
            counting.unlock();
        }
    }

    private Optional<Refusal> reserve(KeyAuthorizations limits, long operations, long bytes) {
        if (exceeds(usedOperations.addAndGet(operations), limits.maximumOperations())) {
            usedOperations.addAndGet(-operations);
            return Optional.of(new Refusal(RefusalCode.OPERATIONS_USED_UP, "A key that is not stored."));
        }
        if (exceeds(usedBytes.addAndGet(bytes), limits.maximumBytes())) {
            usedBytes.addAndGet(-bytes);
            usedOperations.addAndGet(-operations);
            return Optional.of(new Refusal(RefusalCode.BYTES_USED_UP, "A key that is not stored."));
        }
        return Optional.empty();
    }

    private static boolean exceeds(long used, OptionalLong limit) {
        return limit.isPresent() && used > limit.getAsLong();
    }

    /** Whether an observation is to be noted: once a day for each rule and code. */
    boolean observeAgain(Refusal refusal, Instant now) {
        Instant before = observed.get(observation(refusal));
        if (before != null && now.isBefore(before.plus(Duration.ofDays(1)))) {
            return false;
        }
        observed.put(observation(refusal), now);
        return true;
    }

    /** A rule that has a period and a limit says two things. */
    private static String observation(Refusal refusal) {
        return refusal.code().code() + " " + refusal.rule();
    }

    /** Takes back that an observation was noted. */
    void observeLater(Refusal refusal) {
        observed.remove(observation(refusal));
    }

    /** Zeroes what the engines hold. Operations that run now finish first or fail. */
    void close() {
        for (KeyBackend engine : List.copyOf(adopted.keySet())) {
            Optional.ofNullable(adopted.remove(engine)).ifPresent(BackendKey::close);
        }
    }
}

package org.wardkey.provider.gate;

import java.security.InvalidKeyException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.wardkey.provider.audit.AggregateEvent;
import org.wardkey.provider.audit.AuditLog;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.secret.SecretBytes;

/**
 * A managed key in use in this process: its facts at one epoch, and what the engines hold of it.
 * Thread-safe.
 */
final class ActiveKey {
    private final String algorithm;
    private final Supplier<SecretBytes> material;
    private final Map<KeyBackend, BackendKey> adopted = new ConcurrentHashMap<>();
    private final Map<Use, AggregateEvent> aggregates = new ConcurrentHashMap<>();
    private volatile Snapshot snapshot;

    private record Snapshot(KeyFacts facts, long epoch) {}

    private record Use(Purpose purpose, Mechanism mechanism, String engine) {}

    ActiveKey(KeyFacts facts, long epoch, String algorithm, Supplier<SecretBytes> material) {
        this.snapshot = new Snapshot(facts, epoch);
        this.algorithm = algorithm;
        this.material = material;
    }

    KeyFacts facts() {
        return snapshot.facts();
    }

    long epoch() {
        return snapshot.epoch();
    }

    synchronized void refresh(KeyFacts facts, long epoch) {
        if (epoch - snapshot.epoch() < 0) {
            // Somebody read later than we did.
            return;
        }
        snapshot = new Snapshot(facts, epoch);
        if (gone(facts.state())) {
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
        return made;
    }

    AggregateEvent aggregate(AuditLog audit, Purpose purpose, Mechanism mechanism, KeyBackend engine) {
        Use use = new Use(purpose, mechanism, engine.name());
        AggregateEvent known = aggregates.get(use);
        return known != null
                ? known
                : aggregates.computeIfAbsent(use, u -> audit.aggregate(facts(), purpose, mechanism, engine.name()));
    }

    /** Zeroes what the engines hold. Operations that run now finish first or fail. */
    void close() {
        for (KeyBackend engine : List.copyOf(adopted.keySet())) {
            Optional.ofNullable(adopted.remove(engine)).ifPresent(BackendKey::close);
        }
    }
}

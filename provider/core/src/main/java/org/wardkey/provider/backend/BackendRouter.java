package org.wardkey.provider.backend;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.wardkey.provider.operation.ContextParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * Chooses the engine for an algorithm: the first in order that is present, offers it and passed its
 * self-test. Thread-safe.
 */
public final class BackendRouter {
    private final Map<String, Supplier<Optional<KeyBackend>>> engines;
    private final EngineOrder order;
    private final EngineHealth health;
    private final ConcurrentMap<Family, KeyBackend> chosen = new ConcurrentHashMap<>();

    /**
     * Sets up the choice.
     *
     * @param engines the engines of this machine by name; asked for when an algorithm first needs one
     * @param order which is asked first
     * @param health which may serve what
     */
    public BackendRouter(Map<String, Supplier<Optional<KeyBackend>>> engines, EngineOrder order, EngineHealth health) {
        this.engines = Map.copyOf(engines);
        this.order = order;
        this.health = health;
    }

    /**
     * Chooses.
     *
     * @param family the algorithm
     * @param constantTimeRequired whether only engines may serve it whose timing is claimed not to
     *     depend on secrets
     * @return the engine, if there is one
     */
    public Optional<KeyBackend> choose(Family family, boolean constantTimeRequired) {
        KeyBackend known = chosen.get(family);
        if (known != null && (!constantTimeRequired || known.constantTime(family))) {
            return Optional.of(known);
        }
        for (String name : order.of(family)) {
            Optional<KeyBackend> engine = engine(name, family);
            if (engine.isPresent() && serves(engine.get(), family, constantTimeRequired)) {
                if (!constantTimeRequired) {
                    chosen.put(family, engine.get());
                }
                return engine;
            }
        }
        return Optional.empty();
    }

    /**
     * Chooses for signatures with parameters, which not every engine of an algorithm has.
     *
     * @param family the algorithm
     * @param parameters what is signed
     * @param constantTimeRequired as above
     * @return the engine, if there is one
     */
    public Optional<KeyBackend> choose(Family family, ContextParameters parameters, boolean constantTimeRequired) {
        return candidates(family, parameters).stream()
                .filter(engine -> serves(engine, family, constantTimeRequired))
                .filter(engine -> health.passes(engine, family, parameters))
                .findFirst();
    }

    private boolean serves(KeyBackend engine, Family family, boolean constantTimeRequired) {
        return (!constantTimeRequired || engine.constantTime(family)) && health.passes(engine, family);
    }

    private Optional<KeyBackend> engine(String name, Family family) {
        return engines.getOrDefault(name, Optional::empty).get().filter(engine -> engine.offers(family));
    }

    /**
     * Tests a new key pair.
     *
     * @param engine the engine that made it
     * @param type its type
     * @param purposes what it will be for
     * @param made the pair; kept by the caller
     * @return whether the two are a pair
     */
    public boolean consistent(KeyBackend engine, KeyType type, Set<Purpose> purposes, GeneratedKey made) {
        return health.consistent(engine, type, purposes, made);
    }

    /**
     * The engines that offer an algorithm, best first, healthy or not.
     *
     * @param family the algorithm
     * @return engines
     */
    public List<KeyBackend> candidates(Family family) {
        return order.of(family).stream()
                .flatMap(name -> engine(name, family).stream())
                .toList();
    }

    /**
     * The engines that offer an algorithm with such parameters, best first, healthy or not.
     *
     * @param family the algorithm
     * @param parameters what is signed
     * @return engines
     */
    public List<KeyBackend> candidates(Family family, ContextParameters parameters) {
        return candidates(family).stream()
                .filter(engine -> engine.offers(family, parameters))
                .toList();
    }

    /**
     * Says why no engine serves an algorithm.
     *
     * @param family the algorithm
     * @return the refusal
     */
    public Refusal refusal(Family family) {
        return candidates(family).isEmpty()
                ? new Refusal(RefusalCode.NO_ENGINE, "Asked for " + family.standardName() + ".")
                : new Refusal(RefusalCode.SELFTEST_FAILED, "Asked for " + family.standardName() + ".");
    }
}

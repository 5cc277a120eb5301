package org.wardkey.provider.backend;

import java.util.Set;
import org.wardkey.provider.operation.ContextParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Purpose;

/** Tells whether an engine gave the known answers of an algorithm, and whether a key pair is one. */
public interface EngineHealth {
    /**
     * Tells whether an engine gave the known answers. Runs the self-test if it has not run, and remembers what came.
     *
     * @param engine the engine
     * @param family the algorithm
     * @return whether the engine may serve it
     */
    boolean passes(KeyBackend engine, Family family);

    /**
     * Tells whether an engine gave the known answers of an algorithm with such parameters; as above.
     *
     * @param engine the engine
     * @param family the algorithm
     * @param parameters what is signed
     * @return whether the engine may serve it
     */
    default boolean passes(KeyBackend engine, Family family, ContextParameters parameters) {
        return passes(engine, family);
    }

    /**
     * Tests a new key pair: what the private key makes, the public key takes.
     *
     * @param engine the engine that made it
     * @param type its type
     * @param purposes what it will be for
     * @param made the pair; kept by the caller
     * @return whether the two are a pair
     */
    boolean consistent(KeyBackend engine, KeyType type, Set<Purpose> purposes, GeneratedKey made);
}

package org.wardkey.provider.backend;

import org.wardkey.provider.operation.Mechanism.Family;

/** Tells whether an engine gave the known answers of an algorithm; finds out at the first question. */
@FunctionalInterface
public interface EngineHealth {
    /**
     * Runs the self-test if it has not run, and remembers what came.
     *
     * @param engine the engine
     * @param family the algorithm
     * @return whether the engine may serve it
     */
    boolean passes(KeyBackend engine, Family family);
}

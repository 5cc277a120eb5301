package org.wardkey.conformance;

import java.io.IOException;

/** Hears every verdict as it is given, so that a report of any size needs no memory. */
public interface TestListener {
    /** Hears nothing. */
    TestListener NONE = result -> {};

    /**
     * Takes one verdict.
     *
     * @param result the test and what became of it
     * @throws IOException when it cannot be passed on
     */
    void judged(TestResult result) throws IOException;

    /**
     * Takes the result of a set, after all its tests.
     *
     * @param report the set's counts and failures
     * @throws IOException when it cannot be passed on
     */
    default void finished(FileReport report) throws IOException {}
}

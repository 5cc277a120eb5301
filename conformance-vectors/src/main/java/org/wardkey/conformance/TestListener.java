package org.wardkey.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Hears every verdict as it is given, so that a report of any size needs no memory. */
public interface TestListener {
    /** Hears nothing. */
    TestListener NONE = result -> {};

    /**
     * Hears that a set begins.
     *
     * @param set its name
     * @param inputs the files that it is read from; none for embedded examples
     * @throws IOException when it cannot be passed on
     */
    default void started(String set, List<Path> inputs) throws IOException {}

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

package org.wardkey.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A named stream of tests; nothing is read before the stream is.
 *
 * @param name the name in reports
 * @param inputs the files that it is read from; none for what this module holds itself
 * @param source reads the tests
 */
record VectorSet(String name, List<Path> inputs, Source source) {
    VectorSet {
        inputs = List.copyOf(inputs);
    }

    /** Takes one test after the other. */
    @FunctionalInterface
    interface Visitor {
        void visit(Family family, VectorTest test) throws IOException;
    }

    /**
     * What was read.
     *
     * @param family the name of the family of its last test, or of the set when it has none
     * @param tests how many tests the set holds
     */
    record Counted(String family, int tests) {}

    /** Reads the set. */
    @FunctionalInterface
    interface Source {
        /**
         * Visits every test.
         *
         * @throws VectorFormatException when a file is malformed, with the position
         */
        Counted each(Visitor visitor) throws IOException;
    }
}

package org.wardkey.conformance;

import java.io.IOException;

/**
 * A named stream of tests; nothing is read before the stream is.
 *
 * @param name the name in reports
 * @param source reads the tests
 */
record VectorSet(String name, Source source) {
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

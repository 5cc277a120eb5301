package org.wardkey.conformance;

/** Judges the tests of one algorithm family; a new family is one class and one row in its format's table. */
interface Family {
    /** The name in reports, for example {@code AES-GCM}. */
    String name();

    /**
     * Asks one question.
     *
     * @throws VectorFormatException when the vector itself is malformed
     */
    Verdict judge(Question question) throws VectorFormatException;

    /** A family that is not covered: all its tests have the same verdict. */
    static Family notRun(String name, Verdict verdict) {
        return new Family() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Verdict judge(Question question) {
                return verdict;
            }
        };
    }
}

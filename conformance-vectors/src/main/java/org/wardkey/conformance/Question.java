package org.wardkey.conformance;

import java.util.Optional;

/**
 * One test with everything that is needed to ask it.
 *
 * @param header the fields around the test groups
 * @param group the test's group
 * @param test the test
 * @param answer ACVP: the expected answer; empty for Wycheproof, whose tests hold it, and for sets without answers
 * @param projection ACVP: the group and test with the server's secrets, where published
 * @param subject the provider under test
 * @param second the provider that checks random answers
 * @param capability what the provider under test declares
 */
record Question(
        JsonObject header,
        JsonObject group,
        JsonObject test,
        JsonObject answer,
        Projection projection,
        Engines subject,
        Engines second,
        Capability capability) {
    /**
     * What the server knew about a test.
     *
     * @param group the projected group; empty when not published
     * @param test the projected test; empty when not published
     */
    record Projection(JsonObject group, JsonObject test) {
        static final Projection NONE = new Projection(JsonObject.EMPTY, JsonObject.EMPTY);
    }

    CallPattern pattern() throws VectorFormatException {
        return CallPattern.of(test);
    }

    /** The first reason why this test does not run. */
    @SafeVarargs
    static Optional<Verdict> firstOutside(Optional<String>... reasons) {
        for (Optional<String> reason : reasons) {
            if (reason.isPresent()) {
                return reason.map(Verdict::outside);
            }
        }
        return Optional.empty();
    }
}

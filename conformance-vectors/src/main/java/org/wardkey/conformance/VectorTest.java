package org.wardkey.conformance;

/**
 * One test as it stands in a vector set, before it is put to a provider.
 *
 * @param header the fields around the test groups
 * @param group the test's group
 * @param test the test
 * @param answer ACVP: the expected answer; empty for Wycheproof, whose tests hold it, and for sets without answers
 * @param projection ACVP: the group and test with the server's secrets, where published
 */
record VectorTest(
        JsonObject header, JsonObject group, JsonObject test, JsonObject answer, Question.Projection projection) {
    Question to(Bench bench) {
        return new Question(
                header, group, test, answer, projection, bench.subject(), bench.second(), bench.capability());
    }
}

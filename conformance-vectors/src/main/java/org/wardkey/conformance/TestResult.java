package org.wardkey.conformance;

/**
 * One test and what became of it.
 *
 * @param file the vector file (and set) as named in the report
 * @param family the algorithm family that judged it
 * @param type ACVP: the test type; Wycheproof: the demanded result; else empty
 * @param tgId the number of its group; 0 where groups have none
 * @param tcId the test's number in its file
 * @param outcome what became of it
 * @param reason for a failure what was expected; for a test that did not run, why; empty for a pass
 * @param came for a failure what came; otherwise empty
 */
public record TestResult(
        String file, String family, String type, long tgId, long tcId, Outcome outcome, String reason, String came) {}

package org.wardkey.conformance;

import java.util.List;

/**
 * One test that a provider did not pass.
 *
 * @param file the vector file (and set) as named in the report
 * @param tcId the test's number in its file
 * @param comment the vector's own comment; empty when it has none
 * @param flags the vector's own flags
 * @param expected what the vector asks for
 * @param came what the provider did: an answer, or an exception's class and message
 * @param input the fields of the test and of its group, for a repetition by hand; long ones are cut
 */
public record Failure(
        String file, long tcId, String comment, List<String> flags, String expected, String came, String input) {
    /** Copies the flags. */
    public Failure {
        flags = List.copyOf(flags);
    }

    @Override
    public String toString() {
        return file + " tcId " + tcId + " \"" + comment + "\" " + flags + ": expected " + expected + "; came " + came;
    }
}

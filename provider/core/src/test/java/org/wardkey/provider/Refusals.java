package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Attempts that must end with a refusal, and not with a result of anybody. */
final class Refusals {
    private Refusals() {}

    /** What must not give anything. */
    interface Attempt {
        byte[] run() throws Exception;
    }

    /** Refused with an exception of all these types, whose message, or that of a cause, has a code of the pattern. */
    static void refused(String code, Attempt attempt, Class<?>... types) {
        Throwable thrown = thrown(attempt);
        for (Class<?> type : types) {
            assertThat(thrown).isInstanceOf(type);
        }
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).containsPattern(code);
    }

    /** Refused in whatever way. */
    static Throwable thrown(Attempt attempt) {
        byte[] served;
        try {
            served = attempt.run();
        } catch (Exception e) {
            return e;
        }
        return fail("Served by somebody, though it was denied: " + (served == null ? "null" : served.length + " bytes")
                + ".");
    }
}

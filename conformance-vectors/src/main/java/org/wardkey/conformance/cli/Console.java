package org.wardkey.conformance.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.wardkey.conformance.FileReport;
import org.wardkey.conformance.Outcome;
import org.wardkey.conformance.TestListener;
import org.wardkey.conformance.TestResult;

/**
 * Where a command writes: results to {@code out}, messages to {@code err}, progress to {@code err} at a terminal only.
 *
 * @param out results
 * @param err messages
 * @param terminal whether a person watches
 */
record Console(PrintStream out, PrintStream err, boolean terminal) {
    private static final int TESTS_BETWEEN = 500;

    void say(String text) {
        out.print(text.endsWith("\n") ? text : text + "\n");
    }

    void complain(String text) {
        err.print("conformance: " + text + "\n");
    }

    /** Counts tests on one line of the terminal, and passes verdicts on. */
    TestListener progress(TestListener next) {
        if (!terminal) {
            return next;
        }
        return new TestListener() {
            private long tests;
            private long failed;

            @Override
            public void started(String set, List<Path> inputs) throws IOException {
                next.started(set, inputs);
            }

            @Override
            public void judged(TestResult result) throws IOException {
                tests++;
                failed += result.outcome() == Outcome.FAIL ? 1 : 0;
                if (tests % TESTS_BETWEEN == 0) {
                    err.print("\r" + tests + " tests, " + failed + " failed  " + cut(result.file()) + "\u001b[K");
                    err.flush();
                }
                next.judged(result);
            }

            @Override
            public void finished(FileReport report) throws IOException {
                next.finished(report);
            }
        };
    }

    void endProgress() {
        if (terminal) {
            err.print("\r\u001b[K");
        }
    }

    private static String cut(String name) {
        return name.length() > 60 ? name.substring(0, 60) : name;
    }
}

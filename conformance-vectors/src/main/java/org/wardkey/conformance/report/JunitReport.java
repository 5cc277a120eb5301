package org.wardkey.conformance.report;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.wardkey.conformance.FileReport;
import org.wardkey.conformance.TestResult;

/** JUnit's XML as build servers read it: a suite for each set, a case for each test. Holds one set at a time. */
final class JunitReport implements Closeable {
    private final NewFile file;
    private final StringBuilder cases = new StringBuilder();

    JunitReport(Path folder) throws IOException {
        file = new NewFile(folder, "report.xml")
                .text("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"conformance\">\n");
    }

    void add(TestResult test) {
        cases.append("    <testcase classname=\"")
                .append(Markup.escaped(test.file()))
                .append("\" name=\"tcId ")
                .append(test.tcId())
                .append(
                        switch (test.outcome()) {
                            case PASS -> "\"/>\n";
                            case FAIL ->
                                "\"><failure message=\"" + Markup.escaped("expected " + test.reason()) + "\">"
                                        + Markup.escaped("came " + test.came()) + "</failure></testcase>\n";
                            case OUTSIDE_CAPABILITY ->
                                "\"><skipped message=\"" + Markup.escaped("outside capability: " + test.reason())
                                        + "\"/></testcase>\n";
                            case NOT_EXPRESSIBLE ->
                                "\"><skipped message=\"" + Markup.escaped("not expressible: " + test.reason())
                                        + "\"/></testcase>\n";
                        });
    }

    void finished(FileReport report) throws IOException {
        file.text("  <testsuite name=\"" + Markup.escaped(report.file()) + "\" tests=\"" + report.tests()
                + "\" failures=\"" + report.failed() + "\" errors=\"0\" skipped=\""
                + (report.outsideCapability() + report.notExpressible()) + "\">\n");
        file.text(cases.toString());
        file.text("  </testsuite>\n");
        cases.setLength(0);
    }

    void complete() throws IOException {
        file.text("</testsuites>\n").complete();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

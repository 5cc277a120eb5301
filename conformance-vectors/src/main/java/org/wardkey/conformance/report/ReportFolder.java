package org.wardkey.conformance.report;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.wardkey.conformance.FileReport;
import org.wardkey.conformance.Report;
import org.wardkey.conformance.TestListener;
import org.wardkey.conformance.TestResult;

/**
 * Writes the reports of one run into a folder, while it runs.
 *
 * <pre>
 * report.html     for people: summary, each algorithm, every failure with its input
 * report.json     the same for programs
 * report.csv      one line for each test
 * report.xml      JUnit, one case for each test
 * evidence.json   what was read, what was tested, and on what: SHA-256, versions
 * timings.json    when and how long; the only file that differs from run to run
 * </pre>
 */
public final class ReportFolder implements TestListener, Closeable {
    private final Path folder;
    private final Subject subject;
    private final CsvReport csv;
    private final JunitReport junit;
    private final Evidence evidence;
    private final Timings timings;

    /**
     * Opens the reports.
     *
     * @param folder the folder; made when it is not there, files of an earlier run are replaced
     * @param subject what is tested
     * @throws IOException when they cannot be written
     */
    public ReportFolder(Path folder, Subject subject) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.subject = subject;
        csv = new CsvReport(folder);
        junit = new JunitReport(folder);
        evidence = new Evidence(subject);
        timings = new Timings();
    }

    @Override
    public void started(String set, List<Path> inputs) throws IOException {
        timings.started();
        evidence.read(set, inputs);
    }

    @Override
    public void judged(TestResult result) throws IOException {
        csv.add(result);
        junit.add(result);
    }

    @Override
    public void finished(FileReport report) throws IOException {
        timings.finished(report);
        junit.finished(report);
    }

    /**
     * Completes all files.
     *
     * @param report the whole run
     * @throws IOException when they cannot be written
     */
    public void complete(Report report) throws IOException {
        csv.complete();
        junit.complete();
        new HtmlReport(subject, report).writeTo(folder);
        new JsonReport(subject, report).writeTo(folder);
        evidence.writeTo(folder);
        timings.writeTo(folder);
    }

    /** Removes what is not complete. */
    @Override
    public void close() throws IOException {
        csv.close();
        junit.close();
    }
}

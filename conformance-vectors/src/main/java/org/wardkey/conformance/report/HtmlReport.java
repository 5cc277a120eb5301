package org.wardkey.conformance.report;

import java.io.IOException;
import java.nio.file.Path;
import java.security.Provider;
import java.util.List;
import java.util.Locale;
import org.wardkey.conformance.Environment;
import org.wardkey.conformance.Failure;
import org.wardkey.conformance.FileReport;
import org.wardkey.conformance.Report;

/** The run for people: one file without scripts, that loads nothing. */
final class HtmlReport {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Conformance of NAME</title>
            <style>
            :root { color-scheme: light dark; }
            body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
            table { border-collapse: collapse; margin: 1rem 0; }
            th, td { border-bottom: 1px solid #8886; padding: .25rem .75rem; text-align: left; vertical-align: top; }
            td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
            .passed { color: #18794e; } .failed { color: #cd2b31; font-weight: 600; }
            code { overflow-wrap: anywhere; }
            article { border-left: .25rem solid #cd2b31; margin: 1.5rem 0; padding: 0 1rem; }
            dt { font-weight: 600; } dd { margin: 0 0 .5rem; }
            </style>
            </head>
            <body>
            <h1>Conformance of NAME</h1>
            """;

    private final Subject subject;
    private final Report report;

    HtmlReport(Subject subject, Report report) {
        this.subject = subject;
        this.report = report;
    }

    /** What the run says as a whole. */
    static String verdict(Report.Totals totals) {
        if (totals.failed() > 0) {
            return "failed";
        }
        return totals.passed() == 0 ? "nothing ran" : "passed";
    }

    void writeTo(Path folder) throws IOException {
        try (NewFile file = new NewFile(folder, "report.html")) {
            file.text(HEAD.replace("NAME", Markup.escaped(subject.provider().getName())));
            summary(file);
            families(file);
            failures(file);
            notRun(file);
            sets(file);
            file.text("</body>\n</html>\n").complete();
        }
    }

    private void summary(NewFile file) throws IOException {
        Report.Totals totals = report.totals();
        String verdict = verdict(totals);
        file.text("<p>Verdict: <strong class=\"" + (verdict.equals("passed") ? "passed" : "failed") + "\">"
                + verdict.toUpperCase(Locale.ROOT) + "</strong>. " + totals.tests() + " tests in "
                + report.files().size() + " vector sets: " + totals.passed() + " passed, " + totals.failed()
                + " failed, " + totals.outsideCapability() + " outside the declared capability, "
                + totals.notExpressible() + " not expressible in the Java Cryptography Architecture.</p>\n");
        file.text("<p>Provider under test: <code>" + named(subject.provider())
                + "</code>. Random answers were checked by <code>"
                + named(subject.second()) + "</code>" + (subject.checksItself() ? ", which is the provider itself" : "")
                + ". Inputs, versions and hashes: <code>evidence.json</code>; times: "
                + "<code>timings.json</code>; every single test: <code>report.csv</code>.</p>\n");
        file.text("<p>Operational environment: <code>"
                + Markup.escaped(Environment.current().shown()) + "</code>.</p>\n");
        file.text("<details><summary>Declared capability</summary><p><code>"
                + Markup.escaped(subject.capability().shown()) + "</code></p></details>\n");
    }

    private static String named(Provider provider) {
        return Markup.escaped(provider.getName() + " " + provider.getVersionStr());
    }

    private void families(NewFile file) throws IOException {
        file.text("<h2>Algorithms</h2>\n" + table("Algorithm"));
        for (var family : report.totalsByFamily().entrySet()) {
            if (!isOther(family.getKey())) {
                row(file, family.getKey(), family.getValue());
            }
        }
        row(file, "Total, with other algorithms", report.totals());
        file.text("</table>\n<details><summary>Algorithms that this program does not cover</summary>\n"
                + table("Algorithm"));
        for (var family : report.totalsByFamily().entrySet()) {
            if (isOther(family.getKey())) {
                row(file, family.getKey(), family.getValue());
            }
        }
        file.text("</table>\n</details>\n");
    }

    private static boolean isOther(String family) {
        return family.startsWith("(other)");
    }

    private void sets(NewFile file) throws IOException {
        file.text("<h2>Vector sets</h2>\n<details><summary>" + report.files().size() + " sets</summary>\n"
                + table("Set"));
        for (FileReport set : report.files()) {
            row(
                    file,
                    set.file(),
                    new Report.Totals(
                            set.tests(), set.passed(), set.failed(), set.outsideCapability(), set.notExpressible()));
        }
        file.text("</table>\n</details>\n");
    }

    private static String table(String first) {
        return "<table>\n<tr><th scope=\"col\">" + first + "</th><th class=\"n\" scope=\"col\">tests</th>"
                + "<th class=\"n\" scope=\"col\">passed</th><th class=\"n\" scope=\"col\">failed</th>"
                + "<th class=\"n\" scope=\"col\">outside capability</th>"
                + "<th class=\"n\" scope=\"col\">not expressible</th></tr>\n";
    }

    private static void row(NewFile file, String name, Report.Totals totals) throws IOException {
        file.text("<tr><th scope=\"row\">" + Markup.escaped(name) + "</th>");
        for (int count : List.of(
                totals.tests(),
                totals.passed(),
                totals.failed(),
                totals.outsideCapability(),
                totals.notExpressible())) {
            file.text("<td class=\"n\">" + count + "</td>");
        }
        file.text("</tr>\n");
    }

    private void failures(NewFile file) throws IOException {
        file.text("<h2>Failures</h2>\n");
        if (report.failures().isEmpty()) {
            file.text("<p>None.</p>\n");
        }
        for (Failure failure : report.failures()) {
            file.text(
                    "<article>\n<h3>" + Markup.escaped(failure.file()) + ", tcId " + failure.tcId() + "</h3>\n<dl>\n");
            item(file, "Comment", failure.comment());
            item(file, "Flags", String.join(", ", failure.flags()));
            item(file, "Expected", failure.expected());
            item(file, "Came", failure.came());
            item(file, "Input", failure.input());
            file.text("</dl>\n</article>\n");
        }
    }

    private static void item(NewFile file, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            file.text("<dt>" + name + "</dt><dd><code>" + Markup.escaped(value) + "</code></dd>\n");
        }
    }

    private void notRun(NewFile file) throws IOException {
        file.text("<h2>Tests that did not run</h2>\n<table>\n<tr><th scope=\"col\">Reason</th>"
                + "<th class=\"n\" scope=\"col\">tests</th></tr>\n");
        for (var reason : report.reasons().entrySet()) {
            file.text("<tr><td>" + Markup.escaped(reason.getKey()) + "</td><td class=\"n\">" + reason.getValue()
                    + "</td></tr>\n");
        }
        file.text("</table>\n");
    }
}

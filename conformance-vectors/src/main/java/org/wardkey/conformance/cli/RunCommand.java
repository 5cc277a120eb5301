package org.wardkey.conformance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.Provider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.wardkey.conformance.Capability;
import org.wardkey.conformance.CapabilityProbe;
import org.wardkey.conformance.Conformance;
import org.wardkey.conformance.Environment;
import org.wardkey.conformance.Failure;
import org.wardkey.conformance.Report;
import org.wardkey.conformance.TestListener;
import org.wardkey.conformance.report.ReportFolder;
import org.wardkey.conformance.report.Subject;

/** Runs vectors and says which tests fail. */
final class RunCommand implements Command {
    private static final int FAILURES_SHOWN = 20;
    private static final String NO_ACCELERATION = "no-acceleration";

    @Override
    public String usage() {
        return """
                run --provider P [--second P2] [--report DIR] [--filter GLOB] VECTORS...   run vectors, exit code = verdict
                  VECTORS               ACVP prompt.json (answers lie beside it), Wycheproof .json, plain or .gz,
                                        CAVP .rsp or .zip, PKITS .zip, x509-limbo .json,
                                        or folders with such files below them
                  --provider P          %s
                  --provider-config C   passed to Provider.configure
                  --second P2           checks random answers (signatures, own keys); default JDK
                  --report DIR          report.html, .json, .csv, .xml (JUnit), evidence.json, timings.json
                  --resume FILE         a journal: verdicts go there, and a run that was killed goes on where it was
                  --no-acceleration     in a JVM without the processor's instructions for cryptography, and libcrypto without them
                  --test TGID/TCID      one test, with a dump of what went in, what was expected and what came (or TCID alone)
                  --expected FILE       the answers to one prompt, where they do not lie beside it
                  --filter GLOB         names of sets to run, for example '*AES-GCM*'
                  --capability KIND     standard (default): what this program covers; probed: what the provider shows to do
                """.formatted(Providers.FORMS);
    }

    @Override
    public Set<String> options() {
        return Set.of(
                "provider",
                "provider-config",
                "second",
                "report",
                "expected",
                "filter",
                "capability",
                "resume",
                "test");
    }

    @Override
    public Set<String> flags() {
        return Set.of(NO_ACCELERATION);
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageException, IOException {
        if (arguments.has(NO_ACCELERATION)) {
            return NoAcceleration.run(arguments.words("run", NO_ACCELERATION), console);
        }
        Provider provider =
                Providers.load(arguments.required("provider", Providers.FORMS), arguments.option("provider-config"));
        Provider second = Providers.load(arguments.option("second").orElse("JDK"), Optional.empty());
        List<Path> vectors = arguments.files("vectors");
        Subject subject = new Subject(provider, second, capability(arguments, provider));
        if (subject.checksItself()) {
            console.complain("random answers of " + provider.getName()
                    + " are checked by itself; name another provider with --second");
        }
        Optional<String> test = arguments.option("test");
        if (test.isPresent()) {
            return ReplayedTest.run(arguments, test.get(), subject, vectors, console);
        }
        Report report = reported(arguments, subject, vectors, console);
        console.say(report.summary());
        console.say("ran on " + Environment.current().shown());
        print(report, console);
        return code(report, console);
    }

    private static Report reported(Arguments arguments, Subject subject, List<Path> vectors, Console console)
            throws UsageException, IOException {
        Optional<Path> folder = arguments.file("report");
        if (folder.isEmpty()) {
            return run(arguments, subject, vectors, console, TestListener.NONE);
        }
        try (ReportFolder reports = new ReportFolder(folder.get(), subject)) {
            Report report = run(arguments, subject, vectors, console, reports);
            reports.complete(report);
            return report;
        }
    }

    private static Report run(
            Arguments arguments, Subject subject, List<Path> vectors, Console console, TestListener listener)
            throws UsageException, IOException {
        Conformance whole = Conformance.of(
                        subject.provider(), subject.second(), subject.capability(), console.progress(listener))
                .matching(arguments.option("filter").orElse("*"));
        Optional<Path> journal = arguments.file("resume");
        Conformance conformance = journal.isPresent() ? whole.resuming(journal.get()) : whole;
        Optional<Path> expected = arguments.file("expected");
        try {
            if (expected.isEmpty()) {
                return conformance.run(vectors);
            }
            if (vectors.size() != 1) {
                throw new UsageException("--expected belongs to one prompt, and " + vectors.size() + " are given");
            }
            return conformance.run(vectors.get(0), expected.get());
        } finally {
            console.endProgress();
        }
    }

    static Capability capability(Arguments arguments, Provider provider) throws UsageException {
        String kind = arguments.option("capability").orElse("standard");
        return switch (kind) {
            case "standard" -> Capability.standard();
            case "probed" -> CapabilityProbe.of(provider);
            default -> throw new UsageException("--capability is standard or probed, not " + kind);
        };
    }

    private static void print(Report report, Console console) {
        List<Failure> failures = report.failures();
        failures.stream().limit(FAILURES_SHOWN).forEach(failure -> console.say("FAIL " + failure));
        if (failures.size() > FAILURES_SHOWN) {
            console.say("... and " + (failures.size() - FAILURES_SHOWN) + " more failures");
        }
        report.reasons().forEach((reason, count) -> console.say("not run: " + count + " x " + reason));
    }

    private static int code(Report report, Console console) {
        Report.Totals totals = report.totals();
        if (totals.passed() + totals.failed() == 0) {
            console.complain("no test ran: " + report.files().size() + " sets, " + totals.tests()
                    + " tests, all outside what is declared or not expressible");
            return ExitCodes.FAILED;
        }
        return totals.failed() == 0 ? ExitCodes.PASSED : ExitCodes.FAILED;
    }
}

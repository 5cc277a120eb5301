package org.wardkey.sdk.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.administration.Administration.LogCheck;
import org.wardkey.provider.audit.AuditVerifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey audit verify}. */
@Command(
        name = "verify",
        description = {
            "Finds records that were altered, deleted, inserted or moved.",
            "Without --home also compares with how far the catalogue says that each log had come."
        },
        footer = {"", "Exits with 1 if something is wrong."})
final class AuditVerifyCommand implements Callable<Integer> {
    @Mixin
    private final AuditHome home = new AuditHome();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    AuditVerifyCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = home.folder();
        Map<String, AuditVerifier.Mark> marks =
                home.filesOnly() ? Map.of() : home.provider().administration().auditMarks();
        List<LogCheck> checks = Administration.verifyAudit(folder, marks);
        if (json) {
            Json.write(out, generator -> write(generator, checks));
        } else {
            print(out, checks);
        }
        out.flush();
        return checks.stream().allMatch(check -> check.result().intact()) ? ExitCodes.OK : ExitCodes.FINDINGS;
    }

    private static void print(PrintWriter out, List<LogCheck> checks) {
        if (checks.isEmpty()) {
            out.println("No audit log: nothing was recorded yet, or the folder audit was taken away.");
        }
        for (LogCheck check : checks) {
            AuditVerifier.Result result = check.result();
            out.println("log " + Printable.text(check.log()) + ": " + result.records() + " records, "
                    + (result.intact()
                            ? Ansi.AUTO.string("@|green intact|@")
                            : Ansi.AUTO.string("@|bold,red " + result.findings().size() + " finding(s)|@")));
            for (AuditVerifier.Finding finding : result.findings()) {
                out.println("  " + where(finding) + ": " + Printable.text(finding.problem()));
            }
            if (result.provenUpTo() > 0) {
                out.println("  agrees with the home's own catalogue up to record " + result.provenUpTo());
            }
            out.println("  tail after record " + result.records()
                    + " and rollback not provable without an outside checkpoint");
        }
    }

    private static String where(AuditVerifier.Finding finding) {
        String file = finding.segment().isEmpty() ? "log" : Printable.text(finding.segment());
        return file + (finding.line() > 0 ? ":" + finding.line() : "") + " record " + finding.sequence();
    }

    private static void write(JsonGenerator json, List<LogCheck> checks) throws IOException {
        json.writeStartArray();
        for (LogCheck check : checks) {
            AuditVerifier.Result result = check.result();
            json.writeStartObject();
            json.writeStringField("log", check.log());
            json.writeNumberField("records", result.records());
            json.writeStringField("root", result.root());
            json.writeBooleanField("intact", result.intact());
            json.writeNumberField("markRecords", check.markRecords());
            json.writeNumberField("provenUpTo", result.provenUpTo());
            json.writeArrayFieldStart("findings");
            for (AuditVerifier.Finding finding : result.findings()) {
                json.writeStartObject();
                json.writeStringField("segment", finding.segment());
                json.writeNumberField("line", finding.line());
                json.writeNumberField("sequence", finding.sequence());
                json.writeStringField("problem", finding.problem());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}

package org.wardkey.sdk.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.administration.Administration.LogCheck;
import org.wardkey.provider.audit.AuditVerifier;
import org.wardkey.provider.audit.RecordProof;
import org.wardkey.provider.audit.VerifierKey;
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
            "Finds records that were altered, deleted, inserted or moved, and says which.",
            "Without --home also compares with how far the catalogue says that each log had come.",
            "With a checkpoint that was kept elsewhere also finds logs that were cut, put back or rewritten."
        },
        footer = {"", "Exits with 1 if something is wrong."})
final class AuditVerifyCommand implements Callable<Integer> {
    @Mixin
    private final AuditHome home = new AuditHome();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Compare with this checkpoint, which was kept elsewhere. May be given for several logs.")
    private List<Path> checkpoints = new ArrayList<>();

    @Option(
            names = "--witness",
            paramLabel = "VKEY",
            description = "The checkpoint must be cosigned by this key. May be given several times.")
    private List<String> witnesses = new ArrayList<>();

    @Option(
            names = "--verifier-key",
            paramLabel = "VKEY",
            description = "Believe checkpoints of this key only, not of the one that lies beside the logs.")
    private @Nullable String verifierKey;

    @Option(
            names = "--proof",
            paramLabel = "FILE",
            description = "Verify this proof of one record instead, with --verifier-key; needs no home.")
    private @Nullable Path proof;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    AuditVerifyCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (proof != null) {
            return verifyProof(out, proof);
        }
        Path folder = home.folder();
        Map<String, AuditVerifier.Mark> marks =
                home.filesOnly() ? Map.of() : home.provider().administration().auditMarks();
        if (checkpoints.isEmpty() && !witnesses.isEmpty()) {
            throw new IllegalArgumentException(
                    "Expected --checkpoint FILE with --witness: witnesses cosign a checkpoint.");
        }
        List<LogCheck> checks = Administration.verifyAudit(
                folder,
                marks,
                CheckpointFiles.read(checkpoints),
                witnesses.stream().map(VerifierKey::parse).toList(),
                Optional.ofNullable(verifierKey).map(VerifierKey::parse));
        if (json) {
            Json.write(out, generator -> write(generator, checks));
        } else {
            print(out, checks);
        }
        out.flush();
        return checks.stream().allMatch(check -> check.result().intact()) ? ExitCodes.OK : ExitCodes.FINDINGS;
    }

    private int verifyProof(PrintWriter out, Path file) throws IOException {
        if (verifierKey == null) {
            throw new IllegalArgumentException(
                    "Expected --verifier-key VKEY with --proof: the key of the log, kept from"
                            + " elsewhere; whoever forges a proof signs it with a key of their own.");
        }
        RecordProof read = CheckpointFiles.proof(file);
        boolean proven = read.provenBy(VerifierKey.parse(verifierKey));
        if (json) {
            Json.write(out, generator -> {
                generator.writeStartObject();
                generator.writeBooleanField("proven", proven);
                generator.writeStringField("log", read.checkpoint().origin());
                generator.writeNumberField("number", read.number());
                generator.writeStringField("record", proven ? read.record() : "");
                generator.writeEndObject();
            });
        } else if (proven) {
            out.println(Ansi.AUTO.string("@|green proven|@") + ": record " + read.number() + " of log "
                    + Printable.text(read.checkpoint().origin()));
            out.println(Printable.text(read.record()));
        } else {
            out.println(Ansi.AUTO.string("@|bold,red not proven|@")
                    + ": this key did not sign the checkpoint, or the checkpoint does not cover the record.");
        }
        out.flush();
        return proven ? ExitCodes.OK : ExitCodes.FINDINGS;
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
            if (result.intact() && check.markRecords() > 0) {
                out.println("  Agrees with the home's own catalogue up to record " + check.markRecords() + ".");
            }
            out.println("  " + Printable.text(result.statement()));
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
            json.writeNumberField("signedUpTo", result.signedUpTo());
            json.writeNumberField("prunedUpTo", result.prunedUpTo());
            json.writeStringField("statement", result.statement());
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

package org.wardkey.conformance.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.wardkey.conformance.Environment;
import org.wardkey.conformance.Failure;
import org.wardkey.conformance.FileReport;
import org.wardkey.conformance.Report;

/** The run for programs. */
final class JsonReport {
    private final Subject subject;
    private final Report report;

    JsonReport(Subject subject, Report report) {
        this.subject = subject;
        this.report = report;
    }

    void writeTo(Path folder) throws IOException {
        Json.write(folder, "report.json", json -> {
            json.writeStringField("provider", subject.provider().getName());
            json.writeStringField("second", subject.second().getName());
            json.writeStringField("environment", Environment.current().shown());
            json.writeStringField("verdict", HtmlReport.verdict(report.totals()));
            json.writeObjectFieldStart("totals");
            counts(json, report.totals());
            json.writeEndObject();
            json.writeObjectFieldStart("families");
            for (Map.Entry<String, Report.Totals> family :
                    report.totalsByFamily().entrySet()) {
                json.writeObjectFieldStart(family.getKey());
                counts(json, family.getValue());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeArrayFieldStart("sets");
            for (FileReport file : report.files()) {
                set(json, file);
            }
            json.writeEndArray();
        });
    }

    private static void set(JsonGenerator json, FileReport file) throws IOException {
        json.writeStartObject();
        json.writeStringField("file", file.file());
        json.writeStringField("family", file.family());
        counts(
                json,
                new Report.Totals(
                        file.tests(), file.passed(), file.failed(), file.outsideCapability(), file.notExpressible()));
        json.writeObjectFieldStart("notRun");
        for (Map.Entry<String, Integer> reason : file.reasons().entrySet()) {
            json.writeNumberField(reason.getKey(), reason.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("failures");
        for (Failure failure : file.failures()) {
            failure(json, failure);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void failure(JsonGenerator json, Failure failure) throws IOException {
        json.writeStartObject();
        json.writeNumberField("tcId", failure.tcId());
        json.writeStringField("comment", failure.comment());
        json.writeArrayFieldStart("flags");
        for (String flag : failure.flags()) {
            json.writeString(flag);
        }
        json.writeEndArray();
        json.writeStringField("expected", failure.expected());
        json.writeStringField("came", failure.came());
        json.writeStringField("input", failure.input());
        json.writeEndObject();
    }

    private static void counts(JsonGenerator json, Report.Totals totals) throws IOException {
        json.writeNumberField("tests", totals.tests());
        json.writeNumberField("passed", totals.passed());
        json.writeNumberField("failed", totals.failed());
        json.writeNumberField("outsideCapability", totals.outsideCapability());
        json.writeNumberField("notExpressible", totals.notExpressible());
    }
}

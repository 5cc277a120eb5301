package org.wardkey.sdk.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.wardkey.provider.administration.Time;
import org.wardkey.provider.policy.TrustedTime.Source;

/** How the time of a home is written, as text and as JSON. */
final class TimeText {
    private TimeText() {}

    /** Prints what is known of the time, for people. */
    static void print(PrintWriter out, Time.Report report) {
        out.println("time     " + report.now());
        out.println("state    " + report.state().name().toLowerCase(Locale.ROOT));
        out.println("mark     " + mark(report));
        report.statement()
                .ifPresent(statement ->
                        out.println("source   " + Printable.text(statement.source()) + ", since " + statement.since()));
        report.problem().ifPresent(problem -> out.println(Printable.text(problem)));
    }

    /** The mark and who gave it. */
    static String mark(Time.Report report) {
        return report.mark().time() + ", by " + words(report.mark().source());
    }

    private static String words(Source source) {
        return switch (source) {
            case OPERATING_SYSTEM -> "the operating system";
            case AUTHENTICATED -> "an authenticated source";
            case ADMINISTRATOR -> "an administrator";
        };
    }

    /** Writes what is known of the time as a JSON object. */
    static void write(JsonGenerator json, Time.Report report) throws IOException {
        json.writeStartObject();
        json.writeStringField("now", report.now().toString());
        json.writeStringField("state", report.state().name());
        json.writeStringField("mark", report.mark().time().toString());
        json.writeStringField("source", report.mark().source().name());
        json.writeStringField(
                "statedBy", report.statement().map(Time.Statement::source).orElse(null));
        json.writeStringField(
                "since",
                report.statement()
                        .map(statement -> statement.since().toString())
                        .orElse(null));
        json.writeStringField("problem", report.problem().orElse(null));
        json.writeEndObject();
    }
}

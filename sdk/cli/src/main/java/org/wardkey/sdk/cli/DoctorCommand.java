package org.wardkey.sdk.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.administration.LogCondition;
import org.wardkey.provider.administration.WarningNotice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey doctor}. */
@Command(
        name = "doctor",
        description = "Says what Wardkey is made of in this JVM, and what is lost where something is missing.",
        footer = {
            "",
            "Exits with 0 when all is well, with 1 when something reduces protection.",
            "Through the launcher it can look at a JVM as a program would have it:",
            "  ./wardkey -J-Djava.security.properties=FILE doctor"
        })
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    DoctorCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Diagnosis found = Doctor.diagnose(options.provider());
        if (json) {
            Json.write(out, generator -> write(generator, found));
        } else {
            print(out, found);
        }
        out.flush();
        return found.holes().isEmpty() ? ExitCodes.OK : ExitCodes.FINDINGS;
    }

    private static void print(PrintWriter out, Diagnosis found) {
        Administration.Report report = found.report();
        line(out, "JVM", found.jvm());
        line(out, "providers", String.join(", ", found.providers()));
        line(
                out,
                "Wardkey",
                found.position().isPresent() ? "position " + found.position().getAsInt() : "not registered");
        line(out, "state", report.state() + report.problem().map(p -> ": " + p).orElse(""));
        line(out, "configuration", report.configuration());
        line(out, "home", report.home().isEmpty() ? "none" : report.home());
        report.engines().forEach((name, engine) -> line(out, "engine " + name, engine));
        line(out, "native access", found.nativeAccess() + ", linker " + report.linker());
        report.selfTests().forEach((test, passed) -> line(out, "self-test", test + (passed ? " passed" : " FAILED")));
        print(out, found.home());
        for (Hole hole : found.holes()) {
            out.println();
            out.println(Ansi.AUTO.string("@|bold,yellow " + hole.code().code() + "|@ ") + Printable.text(hole.found()));
            out.println("  lost: " + hole.code().lost());
            out.println("  " + hole.code().remedy());
        }
        out.println();
        out.println(
                found.holes().isEmpty()
                        ? Ansi.AUTO.string("@|green All is well.|@")
                        : found.holes().size() + " found that reduce protection.");
    }

    private static void print(PrintWriter out, HomeCondition home) {
        home.time()
                .ifPresent(time -> line(
                        out,
                        "time",
                        time.state() + ", " + time.now()
                                + time.problem().map(problem -> ": " + problem).orElse("")));
        home.log()
                .ifPresent(log -> line(
                        out,
                        "audit log",
                        log.log() + " " + log.state()
                                + log.failure().map(why -> ": " + why).orElse("")));
        for (WarningNotice warning : home.warnings()) {
            line(out, "warning", KeyText.warning(warning));
        }
        home.warningsUnknown().ifPresent(why -> line(out, "warnings", "not known: " + why));
    }

    private static void line(PrintWriter out, String what, String text) {
        out.printf("%-18s %s%n", what, Printable.text(text));
    }

    private static void write(JsonGenerator json, Diagnosis found) throws IOException {
        Administration.Report report = found.report();
        json.writeStartObject();
        json.writeStringField("jvm", found.jvm());
        json.writeArrayFieldStart("providers");
        for (String provider : found.providers()) {
            json.writeString(provider);
        }
        json.writeEndArray();
        if (found.position().isPresent()) {
            json.writeNumberField("position", found.position().getAsInt());
        } else {
            json.writeNullField("position");
        }
        json.writeStringField("state", report.state());
        json.writeStringField("problem", report.problem().orElse(null));
        json.writeStringField("configuration", report.configuration());
        json.writeStringField("home", report.home());
        json.writeObjectFieldStart("engines");
        for (Map.Entry<String, String> engine : report.engines().entrySet()) {
            json.writeStringField(engine.getKey(), engine.getValue());
        }
        json.writeEndObject();
        json.writeBooleanField("libcrypto", report.libcryptoPresent());
        json.writeStringField("linker", report.linker());
        json.writeStringField("nativeAccess", found.nativeAccess());
        json.writeObjectFieldStart("selfTests");
        for (Map.Entry<String, Boolean> test : report.selfTests().entrySet()) {
            json.writeBooleanField(test.getKey(), test.getValue());
        }
        json.writeEndObject();
        write(json, found.home());
        json.writeArrayFieldStart("holes");
        for (Hole hole : found.holes()) {
            json.writeStartObject();
            json.writeStringField("code", hole.code().code());
            json.writeStringField("found", hole.found());
            json.writeStringField("lost", hole.code().lost());
            json.writeStringField("remedy", hole.code().remedy());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, HomeCondition home) throws IOException {
        json.writeFieldName("time");
        if (home.time().isPresent()) {
            TimeText.write(json, home.time().get());
        } else {
            json.writeNull();
        }
        if (home.log().isPresent()) {
            LogCondition log = home.log().get();
            json.writeObjectFieldStart("auditLog");
            json.writeStringField("log", log.log());
            json.writeStringField("state", log.state().name());
            json.writeStringField("failure", log.failure().orElse(null));
            json.writeEndObject();
        } else {
            json.writeNullField("auditLog");
        }
        json.writeArrayFieldStart("warnings");
        for (WarningNotice warning : home.warnings()) {
            json.writeStartObject();
            json.writeStringField(
                    "key", warning.key().token() + ":" + warning.key().alias());
            json.writeStringField("id", warning.key().id().toString());
            json.writeStringField("kind", warning.kind());
            json.writeNumberField("threshold", warning.threshold());
            json.writeStringField("given", warning.given().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("warningsUnknown", home.warningsUnknown().orElse(null));
    }
}

package org.wardkey.sdk.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.wardkey.provider.administration.Administration;
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
        for (Hole hole : found.holes()) {
            out.println();
            out.println(Ansi.AUTO.string("@|bold,yellow " + hole.code() + "|@ ") + Printable.text(hole.found()));
            out.println("  lost: " + hole.lost());
            out.println("  " + Printable.text(hole.remedy()));
        }
        out.println();
        out.println(
                found.holes().isEmpty()
                        ? Ansi.AUTO.string("@|green All is well.|@")
                        : found.holes().size() + " found that reduce protection.");
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
        json.writeArrayFieldStart("holes");
        for (Hole hole : found.holes()) {
            json.writeStartObject();
            json.writeStringField("code", hole.code());
            json.writeStringField("found", hole.found());
            json.writeStringField("lost", hole.lost());
            json.writeStringField("remedy", hole.remedy());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}

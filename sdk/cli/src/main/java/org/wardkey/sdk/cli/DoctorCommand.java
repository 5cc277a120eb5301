package org.wardkey.sdk.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.administration.LogCondition;
import org.wardkey.provider.administration.WarningNotice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wardkey doctor}. */
@Command(
        name = "doctor",
        description = "Says what Wardkey is made of in this JVM, and what is lost where something is missing.",
        footer = {
            "",
            "Exits with 0 when all is well, with 1 when something reduces protection.",
            "Through the launcher it can look at a JVM as a program would have it:",
            "  ./wardkey -J-Djava.security.properties=FILE doctor",
            "It lists the other JVMs of the host: protected (its managed keys are in this home), loaded",
            "(it has Wardkey's jar open, and no key of this home so far), unprotected, or unknown."
        })
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--pid",
            paramLabel = "PROCESS",
            description = "Look at this JVM of the host alone: exits with 0 if its managed keys are in the home.")
    private @Nullable Long pid;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    DoctorCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (pid != null) {
            return lookAt(out, pid);
        }
        Diagnosis found = Doctor.diagnose(options.provider());
        if (json) {
            Json.write(out, generator -> write(generator, found));
        } else {
            print(out, found);
        }
        out.flush();
        return found.holes().isEmpty() ? ExitCodes.OK : ExitCodes.FINDINGS;
    }

    /** Only what can be read from outside. */
    private int lookAt(PrintWriter out, long process) {
        String home = options.provider().administration().report().home();
        HostJvm jvm;
        try {
            jvm = HostJvms.of(home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home)))
                    .one(process)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "--pid: expected the process of a JVM, got " + process + "; `wardkey doctor` lists them."));
        } catch (IOException e) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE,
                    "The JVMs of the home " + home + " cannot be read: " + e.getMessage()
                            + ". Run doctor as the user that runs the programs.",
                    e);
        }
        if (json) {
            Json.write(out, generator -> write(generator, jvm));
        } else {
            line(out, "JVM " + jvm.pid(), text(jvm));
        }
        out.flush();
        return jvm.protection() == HostJvm.Protection.PROTECTED ? ExitCodes.OK : ExitCodes.FINDINGS;
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
        report.absent().forEach((algorithm, remedy) -> line(out, "absent", algorithm + ": " + remedy + " has it"));
        line(out, "native access", found.nativeAccess() + ", linker " + report.linker());
        report.selfTests().forEach((test, passed) -> line(out, "self-test", test + (passed ? " passed" : " FAILED")));
        print(out, found.home());
        for (HostJvm jvm : found.jvms()) {
            line(out, "JVM " + jvm.pid(), text(jvm));
        }
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

    private static String text(HostJvm jvm) {
        String program = jvm.program().isEmpty() ? "" : ", " + jvm.program();
        return jvm.protection().word() + program + ": " + jvm.detail();
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
        json.writeObjectFieldStart("absent");
        for (Map.Entry<String, String> algorithm : report.absent().entrySet()) {
            json.writeStringField(algorithm.getKey(), algorithm.getValue());
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
        json.writeArrayFieldStart("jvms");
        for (HostJvm jvm : found.jvms()) {
            write(json, jvm);
        }
        json.writeEndArray();
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

    private static void write(JsonGenerator json, HostJvm jvm) throws IOException {
        json.writeStartObject();
        json.writeNumberField("pid", jvm.pid());
        json.writeStringField("program", jvm.program());
        json.writeStringField("protection", jvm.protection().name());
        json.writeStringField("detail", jvm.detail());
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

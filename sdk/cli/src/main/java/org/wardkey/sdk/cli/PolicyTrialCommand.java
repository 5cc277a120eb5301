package org.wardkey.sdk.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.policy.Policy;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.PolicyTrial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wardkey policy trial}. */
@Command(
        name = "trial",
        description = {
            "Replays what the home's audit logs say was done, as if a document had been in force.",
            "Prints which keys of which programs it would have refused, and by which rule. Changes nothing.",
            "Limits count from the first operation that is replayed."
        },
        footer = {"", "Exits with 1 if it would have refused an operation."})
final class PolicyTrialCommand implements Callable<Integer> {
    private static final Duration SPAN = Duration.ofDays(30);

    @Parameters(paramLabel = "FILE", description = "The document; it may extend shipped packs and include nothing.")
    private Path file = Path.of("");

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            converter = PastMoment.class,
            description = "From when on; an instant, or how long ago, like 12h. Default 30d.")
    private @Nullable Instant since;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Mixin
    private final TokenAccess access = new TokenAccess();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    PolicyTrialCommand() {}

    /** What came out, and what could not be replayed. */
    private record Outcome(Instant since, PolicyTrial.Report report, long unreadable) {}

    @Override
    public Integer call() {
        PolicyFile given = PolicyFile.read(file);
        Instant from = since == null ? Instant.now().minus(SPAN) : since;
        Outcome outcome = access.with(options.provider(), administration -> replay(administration, given, from));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.write(out, generator -> write(generator, outcome));
        } else {
            print(out, outcome);
        }
        out.flush();
        return outcome.report().refused() == 0 ? ExitCodes.OK : ExitCodes.FINDINGS;
    }

    private static Outcome replay(Administration administration, PolicyFile given, Instant since) {
        try {
            Policy candidate = administration.policies().candidate(given.origin(), given.text());
            Path home = Path.of(administration.report().home());
            try (PastOperations past = new PastOperations(
                    Administration.logs(home), administration.policies().subjects(), since)) {
                PolicyTrial.Report report = PolicyTrial.replay(past.stream(), candidate);
                return new Outcome(since, report, past.unreadable());
            }
        } catch (PolicyProblem e) {
            throw PolicyCommand.refused(e);
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE, "The audit logs cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static void print(PrintWriter out, Outcome outcome) {
        for (PolicyTrial.Line line : outcome.report().lines()) {
            PolicyTrial.Subject subject = line.subject();
            out.println((subject.observed() ? "observed  " : "refused   ")
                    + Printable.text(subject.key()) + "  " + subject.code().code() + "  "
                    + (subject.rule().isEmpty() ? "the key's own authorizations" : Printable.text(subject.rule()))
                    + "  operations " + line.operations() + ", " + line.first() + " to " + line.last() + ", by "
                    + (subject.program().isEmpty() ? "an unnamed program" : Printable.text(subject.program())));
        }
        out.println(outcome.report().operations() + " operations since " + outcome.since() + ": "
                + outcome.report().refused() + " would have been refused.");
        if (outcome.unreadable() > 0) {
            out.println(outcome.unreadable()
                    + " records could not be replayed: altered, or of keys that the home does not have;"
                    + " see wardkey audit verify.");
        }
    }

    private static void write(JsonGenerator json, Outcome outcome) throws IOException {
        json.writeStartObject();
        json.writeStringField("since", outcome.since().toString());
        json.writeNumberField("operations", outcome.report().operations());
        json.writeNumberField("refused", outcome.report().refused());
        json.writeNumberField("unreadable", outcome.unreadable());
        json.writeArrayFieldStart("lines");
        for (PolicyTrial.Line line : outcome.report().lines()) {
            PolicyTrial.Subject subject = line.subject();
            json.writeStartObject();
            json.writeStringField("key", subject.key());
            json.writeStringField("id", subject.id().toString());
            json.writeStringField("program", subject.program());
            json.writeStringField("code", subject.code().code());
            json.writeStringField("rule", subject.rule());
            json.writeBooleanField("observed", subject.observed());
            json.writeNumberField("operations", line.operations());
            json.writeStringField("first", line.first().toString());
            json.writeStringField("last", line.last().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}

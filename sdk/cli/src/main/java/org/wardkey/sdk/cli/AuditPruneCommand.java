package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.wardkey.provider.administration.Administration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey audit prune}. */
@Command(
        name = "prune",
        description = {
            "Deletes old records of logs that no other process writes; their hashes stay, so that the rest is proved.",
            "Whole segments only, and only what a checkpoint covers. Keep a copy first."
        })
final class AuditPruneCommand implements Callable<Integer> {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Option(
            names = "--before",
            required = true,
            paramLabel = "N|DATE",
            description = "Keep record N and later, or what is of DATE (2026-01-31 or an instant) and later.")
    private String before = "";

    @Option(names = "--log", paramLabel = "NAME", description = "Of this log only; needed with a number.")
    private String log = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    AuditPruneCommand() {}

    @Override
    public Integer call() throws IOException {
        Administration administration = options.provider().administration();
        boolean number = before.matches("[0-9]{1,18}");
        if (number && log.isEmpty()) {
            throw new IllegalArgumentException("Expected --log NAME with a number: each log counts its own records.");
        }
        Map<String, Long> pruned = new LinkedHashMap<>();
        for (String name : logs(administration)) {
            pruned.put(name, prune(administration, name, number));
        }
        print(spec.commandLine().getOut(), pruned);
        return ExitCodes.OK;
    }

    private long prune(Administration administration, String name, boolean number) {
        try {
            return number
                    ? administration.pruneAudit(name, Long.parseLong(before))
                    : administration.pruneAudit(name, instant(before));
        } catch (IOException e) {
            throw new CommandFailedException(CommandFailedException.Code.FILE, String.valueOf(e.getMessage()), e);
        }
    }

    private List<String> logs(Administration administration) throws IOException {
        if (!log.isEmpty()) {
            return List.of(log);
        }
        return Administration.logs(Path.of(administration.report().home())).stream()
                .map(folder -> folder.getFileName().toString())
                .toList();
    }

    private static Instant instant(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "Expected a number or a date such as 2026-01-31 for --before, got " + Printable.text(text) + ".",
                    e);
        }
    }

    private void print(PrintWriter out, Map<String, Long> pruned) {
        if (json) {
            Json.write(out, generator -> {
                generator.writeStartArray();
                for (Map.Entry<String, Long> entry : pruned.entrySet()) {
                    generator.writeStartObject();
                    generator.writeStringField("log", entry.getKey());
                    generator.writeNumberField("prunedUpTo", entry.getValue());
                    generator.writeEndObject();
                }
                generator.writeEndArray();
            });
        } else {
            pruned.forEach((name, upTo) -> out.println("log " + Printable.text(name) + ": "
                    + (upTo == 0
                            ? "nothing pruned; records are deleted in whole segments"
                            : "records 1 to " + upTo + " exist as hashes only")));
        }
        out.flush();
    }
}

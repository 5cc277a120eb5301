package org.wardkey.sdk.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.audit.Checkpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wardkey audit checkpoint}. */
@Command(
        name = "checkpoint",
        description = {
            "Prints the signed checkpoints of the logs: what each was some seconds ago.",
            "Keep one outside this machine, and audit verify --checkpoint proves the log against it.",
        })
final class AuditCheckpointCommand implements Callable<Integer> {
    @Mixin
    private final AuditHome home = new AuditHome();

    @Option(names = "--log", paramLabel = "NAME", description = "Of this log only.")
    private String log = "";

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "Write the checkpoint of the one log to a new file, and record that.")
    private @Nullable Path export;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification before it calls
    AuditCheckpointCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Checkpoint> checkpoints = Administration.checkpoints(home.folder());
        if (!log.isEmpty()) {
            checkpoints.keySet().retainAll(Set.of(log));
        }
        if (checkpoints.isEmpty()) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE, "Expected a log with a checkpoint in the home, found none.");
        }
        if (export != null) {
            checkpoints = exported(checkpoints, export);
        }
        if (json) {
            Map<String, Checkpoint> found = checkpoints;
            Json.write(out, generator -> write(generator, found));
        } else {
            checkpoints.values().forEach(checkpoint -> out.print(checkpoint.text()));
        }
        out.flush();
        return ExitCodes.OK;
    }

    private Map<String, Checkpoint> exported(Map<String, Checkpoint> checkpoints, Path file) throws IOException {
        if (checkpoints.size() != 1) {
            throw new IllegalArgumentException(
                    "Expected --log NAME with --export: the home has the logs " + checkpoints.keySet() + ".");
        }
        if (Files.exists(file)) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE, "Expected a new file for the checkpoint, " + file + " exists.");
        }
        Map.Entry<String, Checkpoint> only = checkpoints.entrySet().iterator().next();
        Checkpoint checkpoint = home.filesOnly()
                ? only.getValue()
                : home.provider().administration().exportCheckpoint(only.getKey(), String.valueOf(file.getFileName()));
        Files.writeString(file, checkpoint.text(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        return Map.of(only.getKey(), checkpoint);
    }

    private static void write(JsonGenerator json, Map<String, Checkpoint> checkpoints) throws IOException {
        json.writeStartArray();
        for (Map.Entry<String, Checkpoint> entry : checkpoints.entrySet()) {
            Checkpoint checkpoint = entry.getValue();
            json.writeStartObject();
            json.writeStringField("log", entry.getKey());
            json.writeStringField("origin", checkpoint.origin());
            json.writeNumberField("records", checkpoint.size());
            json.writeStringField("root", checkpoint.rootText());
            json.writeStringField("checkpoint", checkpoint.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}

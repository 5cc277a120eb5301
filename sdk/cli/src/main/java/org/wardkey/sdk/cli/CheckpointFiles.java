package org.wardkey.sdk.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wardkey.provider.audit.Checkpoint;
import org.wardkey.provider.audit.RecordProof;

/** Reads checkpoints and proofs that were kept elsewhere. */
final class CheckpointFiles {
    private CheckpointFiles() {}

    /**
     * Reads checkpoints, by the names of their logs.
     *
     * @throws CommandFailedException if a file cannot be read, or is no checkpoint
     */
    static Map<String, Checkpoint> read(List<Path> files) {
        Map<String, Checkpoint> checkpoints = new LinkedHashMap<>();
        for (Path file : files) {
            Checkpoint checkpoint = read(file);
            String origin = checkpoint.origin();
            checkpoints.put(origin.substring(origin.lastIndexOf('/') + 1), checkpoint);
        }
        return checkpoints;
    }

    /**
     * Reads the proof of a record.
     *
     * @throws CommandFailedException if the file cannot be read, or is none
     */
    static RecordProof proof(Path file) {
        try {
            return RecordProof.parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE, "Expected a proof in " + file + ": " + e.getMessage(), e);
        }
    }

    private static Checkpoint read(Path file) {
        try {
            return Checkpoint.parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE, "Expected a checkpoint in " + file + ": " + e.getMessage(), e);
        }
    }
}

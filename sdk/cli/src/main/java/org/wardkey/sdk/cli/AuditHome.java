package org.wardkey.sdk.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.WardkeyProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose audit logs a command reads: of a folder, or of the configured home. */
final class AuditHome {
    @Mixin
    private final ProviderOptions options = new ProviderOptions();

    @Option(names = "--home", paramLabel = "DIR", description = "Read the logs of this home; opens no key store.")
    private @Nullable Path home;

    /**
     * Finds the home's folder; opens nothing.
     *
     * @throws CommandFailedException if there is none
     */
    Path folder() {
        Path folder = home;
        if (folder == null) {
            String configured = provider().administration().report().home();
            if (configured.isEmpty()) {
                throw new CommandFailedException(
                        CommandFailedException.Code.FILE,
                        "The configuration names no home. Correct it, or give --home.");
            }
            folder = Path.of(configured);
        }
        if (!Files.isDirectory(folder)) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE, "Expected a Wardkey home at " + folder + ", found none.");
        }
        return folder;
    }

    /** @return whether a folder was named, so that nothing but its files counts */
    boolean filesOnly() {
        return home != null;
    }

    WardkeyProvider provider() {
        return options.provider();
    }

    /** The segments of a log, oldest first. */
    static List<Path> segments(Path log) throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            return files.filter(f -> f.getFileName().toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }
}

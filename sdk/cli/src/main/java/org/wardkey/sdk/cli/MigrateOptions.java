package org.wardkey.sdk.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wardkey.sdk.cli.migration.Migration;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which files {@code migrate} looks at, and what they are to name. */
final class MigrateOptions {
    private static final long LARGEST_BYTES = 1 << 20;
    private static final String USUAL_AGENT = "/opt/wardkey/lib/wardkey-agent.jar";

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Settings files.")
    private List<Path> files = List.of();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "/etc/wardkey/wardkey.conf",
            description = "Wardkey's configuration, which the files are to name. Default: ${DEFAULT-VALUE}.")
    private Path config = Path.of("");

    @Option(
            names = "--agent",
            paramLabel = "JAR",
            description = "Wardkey's agent, which JVM arguments are to name. Default: the one beside this command.")
    private @Nullable Path agent;

    /** A file, its bytes, and what becomes of it. Its bytes may have passwords. */
    record Found(Path file, byte[] bytes, Migration migration) {
        String name() {
            return String.valueOf(file.getFileName());
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /**
     * Reads every file.
     *
     * @return what becomes of those that name a key store
     * @throws CommandFailedException if one cannot be read
     * @throws IOException if the folder of Wardkey's jars cannot be read
     */
    List<Found> find() throws IOException {
        List<Found> found = new ArrayList<>();
        Path named = agent == null ? ArgumentFile.agent().orElse(Path.of(USUAL_AGENT)) : agent;
        Migration.Target target = new Migration.Target(
                config.toAbsolutePath().normalize().toString(),
                named.toAbsolutePath().normalize().toString());
        for (Path file : files) {
            byte[] bytes = read(file);
            Optional<Migration> migration =
                    Migration.of(String.valueOf(file.getFileName()), new String(bytes, StandardCharsets.UTF_8), target);
            migration.ifPresent(known -> found.add(new Found(file, bytes, known)));
        }
        return found;
    }

    private static byte[] read(Path file) {
        try {
            if (Files.size(file) <= LARGEST_BYTES) {
                byte[] bytes = Files.readAllBytes(file);
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
                return bytes;
            }
        } catch (IOException e) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE,
                    "Expected a readable settings file in UTF-8, got " + file + ": "
                            + e.getClass().getSimpleName() + ". Correct the name or the encoding.",
                    e);
        }
        throw new CommandFailedException(
                CommandFailedException.Code.FILE,
                "Expected a settings file of at most " + LARGEST_BYTES + " bytes, got " + file + ".");
    }

    /** What to tell somebody who gave only files that say nothing of key stores. */
    String nothing() {
        return "Found no key store in " + files.size() + " file(s): expected settings of Tomcat, Spring Boot or Kafka,"
                + " java.security, or JVM arguments with -Djavax.net.ssl.keyStore. Nothing to change.";
    }
}

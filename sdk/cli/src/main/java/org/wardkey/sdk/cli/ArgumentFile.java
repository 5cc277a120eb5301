package org.wardkey.sdk.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.wardkey.provider.WardkeyProvider;

/**
 * The text for {@code java @FILE}: the agent that puts Wardkey in place, and the native access that it needs.
 *
 * <p>Native libraries need no words: Wardkey finds them beside its jars. Class path and main class stay the application's.
 */
final class ArgumentFile {
    /** What the agent takes for a word of its own behind the configuration's path. */
    private static final String STRICT = ",strict";

    private ArgumentFile() {}

    /**
     * Writes the file.
     *
     * @param agent the agent's jar
     * @param config the configuration; empty for the defaults
     * @param strict whether the JVM does not run without it being usable
     * @return the text
     * @throws IllegalArgumentException if a path cannot be said to the JVM
     */
    static String text(Path agent, Optional<Path> config, boolean strict) {
        String jar = agent.toAbsolutePath().normalize().toString();
        if (jar.contains("=")) {
            throw new IllegalArgumentException("Expected Wardkey in a folder whose path has no '=', since the JVM ends"
                    + " the name of an agent there, got " + jar + ". Move it.");
        }
        String argument = config.map(file -> "=" + argument(file) + (strict ? STRICT : ""))
                .orElse("");
        return "# Made by wardkey args: java @THIS-FILE -jar APPLICATION.jar\n"
                + quoted("-javaagent:" + jar + argument) + "\n"
                + "--enable-native-access=ALL-UNNAMED\n";
    }

    private static String argument(Path config) {
        String path = config.toAbsolutePath().normalize().toString();
        if (path.endsWith(STRICT) || !path.equals(path.strip())) {
            throw new IllegalArgumentException(
                    "Expected a configuration path without blanks at its end and not ending in '" + STRICT
                            + "': the agent gives them a meaning, got " + path + ".");
        }
        return path;
    }

    /** Source: the java launcher's manual, "java Command-Line Argument Files": backslash escapes within quotes. */
    private static String quoted(String argument) {
        if (argument.contains("\n") || argument.contains("\r")) {
            throw new IllegalArgumentException("Expected a path without line breaks.");
        }
        return "\"" + argument.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /**
     * The agent beside the provider's jar.
     *
     * @return its jar; empty if there is none, or several
     * @throws IOException if the folder cannot be read
     */
    static Optional<Path> agent() throws IOException {
        CodeSource source = WardkeyProvider.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Optional.empty();
        }
        try (Stream<Path> beside =
                Files.list(Path.of(source.getLocation().toURI()).resolveSibling(""))) {
            List<Path> agents = beside.filter(
                            file -> file.getFileName().toString().matches("wardkey-agent(-.*)?\\.jar"))
                    .toList();
            return agents.size() == 1 ? Optional.of(agents.get(0)) : Optional.empty();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}

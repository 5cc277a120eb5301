package org.wardkey.provider.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The agent's jar and what its manifest names, in one folder as users have them. */
record Installation(Path folder) {
    static Installation in(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path agent = Path.of(System.getProperty("wardkey.project.jar"));
        Files.copy(agent, folder.resolve(agent.getFileName()));
        for (Path jar : list(Path.of(System.getProperty("wardkey.project.lib")))) {
            Files.copy(jar, folder.resolve(jar.getFileName()));
        }
        return new Installation(folder);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    Path agent() throws IOException {
        return only("wardkey-agent-");
    }

    /** Everything but the agent. */
    List<Path> jars() throws IOException {
        return list(folder).stream()
                .filter(jar -> !jar.getFileName().toString().startsWith("wardkey-agent-"))
                .toList();
    }

    void lose(String fileNamePrefix) throws IOException {
        Files.delete(only(fileNamePrefix));
    }

    private Path only(String fileNamePrefix) throws IOException {
        List<Path> found = list(folder).stream()
                .filter(jar -> jar.getFileName().toString().startsWith(fileNamePrefix))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}

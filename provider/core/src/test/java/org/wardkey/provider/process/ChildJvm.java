package org.wardkey.provider.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Describes a JVM like this one, on this class path, that runs one of the main classes beside this. */
final class ChildJvm {
    private final Class<?> main;
    private final List<String> wrapper = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private Predicate<Path> onClassPath = entry -> true;
    private UnaryOperator<Path> inItsPlace = entry -> entry;

    private ChildJvm(Class<?> main) {
        this.main = main;
    }

    static ChildJvm running(Class<?> main) {
        return new ChildJvm(main);
    }

    /** What stands before {@code java} on the command line. */
    ChildJvm under(String... command) {
        wrapper.addAll(List.of(command));
        return this;
    }

    ChildJvm with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Leaves jars out whose file name begins so. */
    ChildJvm without(String fileNamePrefix) {
        onClassPath = onClassPath.and(entry -> !entry.getFileName().toString().startsWith(fileNamePrefix));
        return this;
    }

    ChildJvm keepingOnClassPath(Predicate<Path> entries) {
        onClassPath = onClassPath.and(entries);
        return this;
    }

    /** Puts other entries in the place of those of the class path. */
    ChildJvm replacing(UnaryOperator<Path> other) {
        inItsPlace = other;
        return this;
    }

    /** Reads a list of providers beside what the JDK's own file says. */
    ChildJvm providers(Path securityProperties) {
        return with("-Djava.security.properties=" + securityProperties);
    }

    ChildProcess start(Object... arguments) {
        List<String> command = new ArrayList<>(wrapper);
        command.add(tool("java"));
        // Two cores serve everybody: the small collector and the first compiler start fastest.
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp", join(classPath(onClassPath).stream().map(inItsPlace).toList()), main.getName()));
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        return ChildProcess.start(command);
    }

    /** Runs to the end. */
    ChildProcess run(Object... arguments) {
        ChildProcess child = start(arguments);
        child.awaitEnd();
        return child;
    }

    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** One of the JDK's tools on this class path. They start from module java.base alone, hence the module. */
    static List<String> jdkTool(String name) {
        return new ArrayList<>(List.of(
                tool(name),
                "-J-XX:+UseSerialGC",
                "-J-XX:TieredStopAtLevel=1",
                "-J--add-modules=java.sql",
                "-J-cp",
                "-J" + join(classPath(entry -> true))));
    }

    static List<Path> classPath(Predicate<Path> entries) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .filter(entries)
                .toList();
    }

    static String join(List<Path> entries) {
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Writes the full list of providers, renumbered.
     *
     * @param file where
     * @param before what comes before the JDK's own
     * @param after what comes after them
     * @return the file
     */
    static Path providerList(Path file, List<String> before, List<String> after) {
        List<String> names = new ArrayList<>(before);
        for (int i = 1; java.security.Security.getProperty("security.provider." + i) != null; i++) {
            names.add(java.security.Security.getProperty("security.provider." + i));
        }
        names.addAll(after);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            lines.add("security.provider." + (i + 1) + "=" + names.get(i));
        }
        try {
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

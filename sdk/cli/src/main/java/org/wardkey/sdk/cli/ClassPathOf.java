package org.wardkey.sdk.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where another JVM looks for the classes of providers, as far as its command line and environment tell.
 *
 * <p>A jar that a JVM has open need not be there: class loaders of applications open those of {@code WEB-INF/lib}, and a
 * line in {@code java.security} does not find what they have. In doubt a jar counts as found: what the command line takes
 * from files of arguments or manifests is not read. No doubt is left by a folder of classes, whose jars nobody loads, and
 * by the folders in which applications keep theirs.
 *
 * <p>Source: proc(5), java(1).
 */
final class ClassPathOf {
    private static final Set<String> CLASS_OPTIONS = Set.of("-cp", "-classpath", "--class-path", "-jar");
    private static final Set<String> MODULE_OPTIONS = Set.of("-p", "--module-path");
    /** Of web applications and of Spring Boot's unpacked ones: class loaders of their own read them. */
    private static final Set<Path> OF_APPLICATIONS = Set.of(Path.of("WEB-INF"), Path.of("BOOT-INF"));

    private static final Set<String> OPTION_VARIABLES =
            Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");
    private static final String AGENT = "-javaagent:";

    private final Path workingFolder;
    private final List<Entry> entries = new ArrayList<>();
    private boolean complete = true;

    /** Of the class path, or of the module path, where a folder stands for the jars in it. */
    private record Entry(String path, boolean modules) {}

    private ClassPathOf(Path workingFolder) {
        this.workingFolder = workingFolder;
    }

    /**
     * Looks.
     *
     * @param process its folder below {@code /proc}
     * @throws IOException if it cannot be read, such as another user's
     */
    static ClassPathOf process(Path process) throws IOException {
        ClassPathOf found = new ClassPathOf(Files.readSymbolicLink(process.resolve("cwd")));
        found.readArguments(strings(process.resolve("cmdline")));
        found.readEnvironment(strings(process.resolve("environ")));
        return found;
    }

    private static List<String> strings(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return List.of(text.split("\0"));
    }

    private void readArguments(List<String> arguments) {
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean modules = MODULE_OPTIONS.contains(argument);
            if ((modules || CLASS_OPTIONS.contains(argument)) && i + 1 < arguments.size()) {
                i++;
                add(arguments.get(i), modules);
            } else if (argument.startsWith("--class-path=") || argument.startsWith("--module-path=")) {
                add(argument.substring(argument.indexOf('=') + 1), argument.startsWith("--module-path="));
            } else if (argument.startsWith(AGENT)) {
                add(argument.substring(AGENT.length()).split("=", 2)[0], false);
            }
            complete &= !argument.startsWith("@");
        }
    }

    private void readEnvironment(List<String> variables) {
        for (String variable : variables) {
            String[] parts = variable.split("=", 2);
            if (parts[0].equals("CLASSPATH") && parts.length == 2) {
                add(parts[1], false);
            }
            complete &= !OPTION_VARIABLES.contains(parts[0]);
        }
    }

    private void add(String path, boolean modules) {
        for (String entry : path.split(File.pathSeparator)) {
            entries.add(new Entry(entry, modules));
        }
    }

    /**
     * Whether the JVM itself may find what a jar has: it is an entry, or lies below the folder of one, whose manifest may
     * name it.
     */
    boolean mayHave(Path jar) {
        return !complete || folders().anyMatch(folder -> mayHave(folder, jar));
    }

    private static boolean mayHave(Path folder, Path jar) {
        if (!jar.startsWith(folder)) {
            return false;
        }
        for (Path name : folder.relativize(jar)) {
            if (OF_APPLICATIONS.contains(name)) {
                return false;
            }
        }
        return true;
    }

    private Stream<Path> folders() {
        return entries.stream().filter(entry -> !entry.path().isEmpty()).flatMap(this::folder);
    }

    /** As it is written and without links. In a container only the former is what this process can tell. */
    private Stream<Path> folder(Entry entry) {
        Path folder;
        try {
            Path path = workingFolder.resolve(entry.path()).normalize();
            boolean isFolder = Files.isDirectory(path);
            if (isFolder && !entry.modules()) {
                return Stream.empty();
            }
            folder = isFolder ? path : path.getParent();
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
        if (folder == null) {
            return Stream.empty();
        }
        try {
            return Stream.of(folder, folder.toRealPath());
        } catch (IOException e) {
            return Stream.of(folder);
        }
    }
}

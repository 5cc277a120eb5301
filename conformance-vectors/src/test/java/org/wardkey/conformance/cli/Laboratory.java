package org.wardkey.conformance.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The packed jar, started as a laboratory does. */
final class Laboratory {
    static final String JAR = System.getProperty("wardkey.conformance.jar", "absent.jar");

    /** The command that computes for seconds. */
    static final String SELF_CHECK = "selfcheck";

    private Laboratory() {}

    /** How a process ended. */
    record Ended(int code, String text) {}

    /** What starts the jar, with the small collector. */
    static List<String> jar() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-jar", JAR);
    }

    static Ended java(Path folder, List<String> words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(jar());
        if (!words.contains(SELF_CHECK)) {
            // What ends at once never needs the second compiler.
            line.add(1, "-XX:TieredStopAtLevel=1");
        }
        line.addAll(words);
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        // What reads its standard input finds the end of it.
        process.getOutputStream().close();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), text);
        }
    }

    /** A jar with a provider that is wrong. */
    static Path providerJar(Path folder) throws IOException {
        return jar(folder.resolve("provider.jar"), List.of(WrongDigests.class, WrongDigests.Zero.class));
    }

    /** A jar with these classes, the first of which is its provider. */
    static Path jar(Path jar, List<Class<?>> classes) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Class<?> type : classes) {
                String name = type.getName().replace('.', '/') + ".class";
                zip.putNextEntry(new ZipEntry(name));
                try (InputStream in =
                        Objects.requireNonNull(type.getClassLoader().getResourceAsStream(name))) {
                    in.transferTo(zip);
                }
            }
            zip.putNextEntry(new ZipEntry("META-INF/services/java.security.Provider"));
            zip.write(classes.get(0).getName().getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}

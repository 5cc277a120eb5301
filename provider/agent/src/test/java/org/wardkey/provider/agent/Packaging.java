package org.wardkey.provider.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.springframework.boot.loader.launch.JarLauncher;

/** The ways in which an application is packed. */
final class Packaging {
    private static final String MAIN = Unmodified.class.getName();
    private static final String CLASS_FILE = MAIN.replace('.', '/') + ".class";

    private Packaging() {}

    /** A jar whose manifest names its main class. */
    static Path plainJar(Path folder) throws IOException {
        Path jar = folder.resolve("plain.jar");
        tool("--create", "--file", jar, "--main-class", MAIN, "-C", classes(folder.resolve("plain")), ".");
        return jar;
    }

    /** An executable jar with Spring Boot's own loader, as its build plugins make it. */
    static Path springBootJar(Path folder, List<Path> libraries) throws IOException {
        Path content = Files.createDirectories(folder.resolve("boot"));
        Path lib = Files.createDirectories(content.resolve("BOOT-INF").resolve("lib"));
        for (Path library : libraries) {
            Files.copy(library, lib.resolve(library.getFileName()));
        }
        classes(content.resolve("BOOT-INF").resolve("classes"));
        Path loader = Path.of(JarLauncher.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        Path manifest = Files.writeString(
                folder.resolve("MANIFEST.MF"),
                "Main-Class: " + JarLauncher.class.getName() + "\nStart-Class: " + MAIN
                        + "\nSpring-Boot-Classes: BOOT-INF/classes/\nSpring-Boot-Lib: BOOT-INF/lib/\n");
        Path jar = folder.resolve("boot.jar");
        Files.copy(loader, jar);
        // Nested jars are read in place, so nothing is compressed.
        tool("--update", "--no-compress", "--file", jar, "--manifest", manifest, "-C", content, ".");
        return jar;
    }

    /** A {@code java.security} with this provider first. */
    static Path securityLine(Path folder, String provider) throws IOException {
        List<String> lines = new ArrayList<>(List.of("security.provider.1=" + provider));
        for (int i = 1; Security.getProperty("security.provider." + i) != null; i++) {
            lines.add("security.provider." + (i + 1) + "=" + Security.getProperty("security.provider." + i));
        }
        return Files.write(folder.resolve("java.security"), lines);
    }

    private static Path classes(Path folder) throws IOException {
        Path target = folder.resolve(CLASS_FILE);
        Files.createDirectories(target.getParent());
        Files.copy(
                Path.of(Unmodified.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .resolve(CLASS_FILE),
                target,
                StandardCopyOption.REPLACE_EXISTING);
        return folder;
    }

    private static void tool(Object... arguments) {
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        assertThat(ToolProvider.findFirst("jar").orElseThrow().run(out, out, texts))
                .as(messages.toString())
                .isZero();
    }
}

package org.wardkey.provider;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.sqlite.JDBC;
import org.wardkey.nativebridge.LaidOutLibrary;

/**
 * Shows SQLite its native library where it may be run, so that no executable temp folder is needed: beside
 * Wardkey's jars if the distribution has laid it out there, else in the home. What lies in the home is compared
 * with the jar's own copy each time, and replaced whole if it differs.
 */
final class NativeFiles {
    private static final String PATH_PROPERTY = "org.sqlite.lib.path";
    private static final String NAME_PROPERTY = "org.sqlite.lib.name";
    private static final String LIBRARY = "libsqlitejdbc.so";

    private NativeFiles() {}

    /**
     * Prepares SQLite unless the administrator said where its library is.
     *
     * @param folder where to put it unless it is laid out
     * @throws IOException if it cannot be put there
     */
    static void prepareDatabase(Path folder) throws IOException {
        if (System.getProperty(PATH_PROPERTY) != null) {
            return;
        }
        Optional<byte[]> packed = packed();
        if (packed.isEmpty()) {
            // Another platform: SQLite's driver finds its own way.
            return;
        }
        Optional<Path> laidOut = LaidOutLibrary.find(LIBRARY, packed::get);
        Path library = laidOut.isPresent() ? laidOut.get() : put(folder, packed.get());
        System.setProperty(PATH_PROPERTY, library.resolveSibling("").toString());
        System.setProperty(NAME_PROPERTY, LIBRARY);
    }

    private static Path put(Path folder, byte[] contents) throws IOException {
        Files.createDirectories(folder);
        Path library = folder.resolve(LIBRARY);
        if (!Files.exists(library) || !Arrays.equals(Files.readAllBytes(library), contents)) {
            Path fresh = Files.createTempFile(folder, "lib", ".new");
            Files.write(fresh, contents);
            Files.move(fresh, library, StandardCopyOption.ATOMIC_MOVE);
        }
        return library;
    }

    private static Optional<byte[]> packed() throws IOException {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (!system.contains("linux")) {
            return Optional.empty();
        }
        String machine = switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "aarch64";
            default -> "";
        };
        try (InputStream in = JDBC.class.getResourceAsStream("/org/sqlite/native/Linux/" + machine + "/" + LIBRARY)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }
}

package org.wardkey.nativebridge;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/**
 * A library that the distribution has laid out in the folder {@code native} beside Wardkey's jars, so that none has to be
 * unpacked.
 *
 * <p>Only the very bytes that a jar holds are used: what another version or another machine's distribution left there is
 * passed over. That is no defence, and needs to be none: whoever can write there can write the jars.
 */
public final class LaidOutLibrary {
    private static final String FOLDER = "native";

    private LaidOutLibrary() {}

    /**
     * Finds a library beside the jar that this class comes from.
     *
     * @param fileName its file name
     * @param packed the contents that it has in its jar
     * @return the file; empty when it is not there, has other contents or may not be mapped
     */
    public static Optional<Path> find(String fileName, byte[] packed) {
        return folder(LaidOutLibrary.class).flatMap(folder -> find(folder, fileName, packed));
    }

    /** The same for a folder. */
    static Optional<Path> find(Path folder, String fileName, byte[] packed) {
        Path library = folder.resolve(fileName);
        try {
            return Files.isRegularFile(library) && DispatchLibrary.holds(library, packed) && Mounts.executable(folder)
                    ? Optional.of(library)
                    : Optional.empty();
        } catch (IOException | SecurityException e) {
            return Optional.empty();
        }
    }

    /** Where libraries for a class lie; empty when it comes from something else than a file, such as a jar in a jar. */
    static Optional<Path> folder(Class<?> packed) {
        CodeSource source = packed.getProtectionDomain().getCodeSource();
        URL jar = source == null ? null : source.getLocation();
        if (jar == null || !"file".equals(jar.getProtocol())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(jar.toURI()).resolveSibling(FOLDER));
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }
}

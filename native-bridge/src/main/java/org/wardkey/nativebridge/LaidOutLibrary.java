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
 * passed over, as is ours where the application brings a jar of its own. That is no defence, and needs to be none: whoever can
 * write there can write the jars.
 */
public final class LaidOutLibrary {
    private static final String FOLDER = "native";

    private LaidOutLibrary() {}

    /** What a jar holds of a library; only read where there is something to compare it with. */
    @FunctionalInterface
    public interface Packed {
        /**
         * Reads it.
         *
         * @return the library's bytes; not kept
         * @throws IOException if the jar does not have it or cannot be read
         */
        byte[] read() throws IOException;
    }

    /**
     * Finds a library beside the jar that this class comes from.
     *
     * @param fileName its file name
     * @param packed what its jar holds
     * @return the file; empty when it is not there, has other contents, cannot be read or may not be mapped
     */
    public static Optional<Path> find(String fileName, Packed packed) {
        return folder(LaidOutLibrary.class).flatMap(folder -> find(folder, fileName, packed));
    }

    /** The same for a folder. */
    static Optional<Path> find(Path folder, String fileName, Packed packed) {
        Path library = folder.resolve(fileName);
        try {
            return Files.isRegularFile(library)
                            && DispatchLibrary.holds(library, packed.read())
                            && Mounts.executable(folder)
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

package org.wardkey.nativebridge;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whether the file systems of this process let libraries be mapped. */
final class Mounts {
    private static final Path OF_THIS_PROCESS = Path.of("/proc/self/mounts");
    /** How this JVM writes paths. */
    private static final Charset PATHS = pathCharset();

    private Mounts() {}

    /**
     * Tells whether libraries in a folder may be mapped.
     *
     * @param folder an existing folder
     * @return false if it is on a file system that is mounted {@code noexec}; true if not, or if there is no list of mounts
     * @throws IOException if the folder or the list cannot be read
     */
    static boolean executable(Path folder) throws IOException {
        return !Files.exists(OF_THIS_PROCESS)
                || executable(folder.toRealPath(), lines(Files.readAllBytes(OF_THIS_PROCESS)));
    }

    /**
     * The same for a folder and a list of mounts.
     *
     * @param folder the folder's real path
     * @param mounts lines of the form of {@code fstab(5)}, later ones on top of earlier ones
     */
    static boolean executable(Path folder, List<String> mounts) {
        int longest = -1;
        boolean executable = true;
        for (String mount : mounts) {
            String[] fields = mount.split(" ", -1);
            if (fields.length < 4) {
                continue;
            }
            Optional<Path> named = point(fields[1]);
            if (named.isEmpty()) {
                continue;
            }
            Path point = named.get();
            if (folder.startsWith(point) && point.getNameCount() >= longest) {
                longest = point.getNameCount();
                executable = !Arrays.asList(fields[3].split(",", -1)).contains("noexec");
            }
        }
        return executable;
    }

    private static List<String> lines(byte[] list) {
        return new String(list, PATHS).lines().toList();
    }

    /** Source: JDK's system properties, sun.jnu.encoding, for which java.nio.file has no name. */
    private static Charset pathCharset() {
        try {
            return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** A mount that this JVM has no path for: none of its folders can be on it. */
    private static Optional<Path> point(String field) {
        try {
            return Optional.of(Path.of(unescaped(field)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String unescaped(String point) {
        return point.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}

package org.wardkey.nativebridge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The folder that JNA unpacks its own library into when nobody tells it of another. */
public final class TemporaryFolder {
    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private TemporaryFolder() {}

    /**
     * Tells whether libraries in it may be mapped.
     *
     * @return false if it is on a file system that is mounted {@code noexec}; true if not, or if that cannot be found out
     */
    public static boolean executable() {
        try {
            Path folder = Path.of(System.getProperty("jna.tmpdir", System.getProperty("java.io.tmpdir", "/tmp")));
            return executable(folder.toRealPath(), Files.readAllLines(MOUNTS, StandardCharsets.ISO_8859_1));
        } catch (IOException | InvalidPathException | SecurityException e) {
            return true;
        }
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
            Path point = Path.of(unescaped(fields[1]));
            if (folder.startsWith(point) && point.getNameCount() >= longest) {
                longest = point.getNameCount();
                executable = !Arrays.asList(fields[3].split(",", -1)).contains("noexec");
            }
        }
        return executable;
    }

    private static String unescaped(String point) {
        return point.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}

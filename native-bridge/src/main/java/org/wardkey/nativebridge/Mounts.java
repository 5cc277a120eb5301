package org.wardkey.nativebridge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Whether the file systems of this process let libraries be mapped. */
final class Mounts {
    private static final Path OF_THIS_PROCESS = Path.of("/proc/self/mounts");

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
                || executable(folder.toRealPath(), Files.readAllLines(OF_THIS_PROCESS, StandardCharsets.ISO_8859_1));
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

package org.wardkey.sdk.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are written once. */
final class NewFile {
    private NewFile() {}

    /**
     * Looks before anything is done that the file is to tell about.
     *
     * @throws CommandFailedException if the file exists, or its folder does not
     */
    static void require(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.exists(file)) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE, "Expected the name of a new file, " + file + " exists.");
        }
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE,
                    "Expected a file in a folder that can be written, got " + file + ".");
        }
    }
}

package org.wardkey.nativebridge;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The folder that JNA unpacks its own library into when nobody tells it of another. */
public final class TemporaryFolder {
    private TemporaryFolder() {}

    /**
     * Tells whether libraries in it may be mapped.
     *
     * @return false if it is on a file system that is mounted {@code noexec}; true if not, or if that cannot be found out
     */
    public static boolean executable() {
        try {
            return Mounts.executable(
                    Path.of(System.getProperty("jna.tmpdir", System.getProperty("java.io.tmpdir", "/tmp"))));
        } catch (IOException | InvalidPathException | SecurityException e) {
            return true;
        }
    }
}

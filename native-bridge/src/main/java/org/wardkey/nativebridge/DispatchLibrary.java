package org.wardkey.nativebridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * Keeps a copy of a library that ships inside a jar, in a directory of our own.
 *
 * <p>Compares bytes and not hashes, and makes up its temporary name from process and clock: both {@code MessageDigest} and
 * {@code Files.createTempFile} would call into the security provider that may be starting up just now.
 */
final class DispatchLibrary {
    private DispatchLibrary() {}

    /** Returns the installed file, or empty when the directory does not allow it. A copy with other contents is replaced. */
    static Optional<Path> install(String fileName, byte[] contents, Path directory) {
        Path target = directory.resolve(fileName);
        try {
            if (!holds(target, contents)) {
                replace(target, contents);
            }
            return holds(target, contents) ? Optional.of(target) : Optional.empty();
        } catch (IOException | SecurityException e) {
            return Optional.empty();
        }
    }

    /** Tells whether a file is a regular one with these contents. */
    static boolean holds(Path file, byte[] contents) throws IOException {
        // A symbolic link could be pointed elsewhere after this comparison.
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == contents.length
                && Arrays.equals(Files.readAllBytes(file), contents);
    }

    private static void replace(Path target, byte[] contents) throws IOException {
        Path written = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + "." + System.nanoTime());
        try {
            Files.write(written, contents, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            // Rename over the old name: a process that has the old file mapped keeps its pages.
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}

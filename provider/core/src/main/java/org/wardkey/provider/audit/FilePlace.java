package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The place of an open file: what is written to one that was deleted or replaced succeeds, and nobody ever
 * reads it.
 *
 * @param path where it is
 * @param fileKey the file system's number for it; null on one that has none, where only a missing file is seen
 */
record FilePlace(Path path, @Nullable Object fileKey) {
    /** The place of a file that was opened this moment. */
    static FilePlace of(Path path) throws IOException {
        return new FilePlace(path, key(path));
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** Fails if the path does not lead to the file that is open; costs one system call. */
    void require() throws IOException {
        boolean same;
        try {
            same = Objects.equals(fileKey, key(path));
        } catch (NoSuchFileException e) {
            throw new IOException(path + " was deleted or moved while it was open", e);
        }
        if (!same) {
            throw new IOException(path + " was replaced while it was open");
        }
    }
}

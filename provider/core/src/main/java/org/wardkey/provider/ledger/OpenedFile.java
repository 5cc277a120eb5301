package org.wardkey.provider.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * A file that this process has open, and whether it is still the one that others find under its path.
 *
 * <p>A file that was deleted or replaced goes on being readable for whoever has it open, so nothing else
 * tells. Its number cannot be given to another file meanwhile. Once it was seen to be gone it stays gone, even
 * if it is put back: what others did in between is not known. A path that cannot be looked at is trusted no
 * longer than that lasts. Thread-safe.
 */
final class OpenedFile {
    private final Path file;
    private final @Nullable Object fileKey;
    private volatile boolean gone;
    private volatile @Nullable IOException unknown;

    private OpenedFile(Path file, @Nullable Object fileKey) {
        this.file = file;
        this.fileKey = fileKey;
    }

    /** The file as it is now; to be called right after it was opened. */
    static OpenedFile of(Path file) throws IOException {
        return new OpenedFile(file, fileKey(file));
    }

    /** The same file under another path, which somebody else may find it by. */
    OpenedFile under(Path otherPath) {
        return new OpenedFile(otherPath, fileKey);
    }

    Path path() {
        return file;
    }

    /** On file systems without file numbers only that the file is missing is seen. */
    static @Nullable Object fileKey(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** Looks at the path; costs one system call. */
    void look() {
        if (gone) {
            return;
        }
        try {
            gone |= !Objects.equals(fileKey, fileKey(file));
            unknown = null;
        } catch (NoSuchFileException e) {
            gone = true;
        } catch (IOException e) {
            unknown = e;
        }
    }

    /** Whether the file was deleted or replaced. */
    boolean gone() {
        return gone;
    }

    /** Refuses if the last look did not find the file. Costs nanoseconds. */
    void require() {
        if (gone) {
            throw new BackendException(new Refusal(
                    RefusalCode.STORE_UNAVAILABLE,
                    "The home was replaced or deleted while this program had it open: " + file
                            + " is not the file that was opened. Restart the program."));
        }
        IOException why = unknown;
        if (why != null) {
            throw new BackendException(
                    new Refusal(
                            RefusalCode.STORE_UNAVAILABLE,
                            "Tried to look whether " + file + " is still the file that was opened: " + why.getMessage()
                                    + "."),
                    why);
        }
    }
}

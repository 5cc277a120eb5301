package org.wardkey.provider.backend.tpm;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.sealing.KeyFiles;
import org.wardkey.tpm2.policy.SignedWindow;

/** A window in the home, read again when another was put in its place, by whatever process. Thread-safe. */
final class WindowFile {
    private static final int LARGEST_BYTES = 4096;

    private final Path path;
    private volatile @Nullable Read last;

    /** What was read, and what the file looked like then: it is replaced as a whole, never changed. */
    private record Read(Object place, long modified, SignedWindow window) {}

    WindowFile(Path path) {
        this.path = path;
    }

    /**
     * Reads the window.
     *
     * @return it; empty if none was installed
     * @throws BackendException if the file is not one
     */
    Optional<SignedWindow> read() {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            Object place = Objects.requireNonNullElse(now.fileKey(), path);
            long modified = now.lastModifiedTime().toMillis();
            Read known = last;
            if (known == null || !known.place().equals(place) || known.modified() != modified) {
                known = new Read(place, modified, SignedWindow.parse(text()));
                last = known;
            }
            return Optional.of(known.window());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new BackendException(
                    new Refusal(RefusalCode.WINDOW_UNUSABLE, "Tried to read " + path + ": " + e.getMessage() + "."), e);
        }
    }

    /** Not by a channel, which an interrupt of the caller would close. */
    private String text() throws IOException {
        try (FileInputStream in = new FileInputStream(path.toFile())) {
            return new String(in.readNBytes(LARGEST_BYTES), StandardCharsets.US_ASCII);
        }
    }

    /** Puts a window in its place. */
    void write(SignedWindow window) {
        try {
            KeyFiles.replace(path, window.text().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new BackendException(
                    new Refusal(
                            RefusalCode.WINDOW_UNUSABLE, "Tried to write " + path + "; the window was not installed."),
                    e);
        }
    }
}

package org.wardkey.provider.keystore.tpm;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.tpm.WindowStore;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.sealing.KeyFiles;

/** A window, or what a TPM gave for a lease, in the home; its file is replaced as a whole, never changed. Thread-safe. */
public final class WindowFile implements WindowStore {
    private static final int LARGEST_BYTES = 4096;

    private final Path path;
    private final Executor writer;
    private volatile @Nullable Read last;

    /** What was read, and what the file looked like then. */
    private record Read(Object place, long modified, String text) {}

    /**
     * Names the file; nothing is read yet.
     *
     * @param path where it is, or will be
     * @param writer runs what is given on a thread that nobody interrupts, and waits for it
     */
    public WindowFile(Path path, Executor writer) {
        this.path = path;
        this.writer = writer;
    }

    @Override
    public Optional<String> read() {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            Object place = Objects.requireNonNullElse(now.fileKey(), path);
            long modified = now.lastModifiedTime().toMillis();
            Read known = last;
            if (known == null || !known.place().equals(place) || known.modified() != modified) {
                known = new Read(place, modified, text());
                last = known;
            }
            return Optional.of(known.text());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
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

    @Override
    public void write(String text) {
        writer.execute(() -> replace(text));
    }

    private void replace(String text) {
        try {
            KeyFiles.replace(path, text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new BackendException(
                    new Refusal(RefusalCode.WINDOW_UNUSABLE, "Tried to write " + path + "; what was there stays."), e);
        }
    }
}

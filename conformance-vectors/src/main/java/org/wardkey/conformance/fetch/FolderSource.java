package org.wardkey.conformance.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A folder in the form of a cache: {@code NAME/PATH}, or the same with {@code .gz} behind.
 *
 * @param root the folder
 */
public record FolderSource(Path root) implements FileSource {
    @Override
    public InputStream open(PinnedFile file) throws IOException {
        Path plain = root.resolve(file.cachePath());
        if (Files.isRegularFile(plain)) {
            return Files.newInputStream(plain);
        }
        Path packed = root.resolve(file.cachePath() + ".gz");
        if (!Files.isRegularFile(packed)) {
            throw new NoSuchFileException(plain.toString(), null, "no such file, and none with .gz behind");
        }
        InputStream raw = Files.newInputStream(packed);
        try {
            return new GZIPInputStream(raw, 1 << 16);
        } catch (IOException e) {
            raw.close();
            throw new IOException(packed + ": not a gzip file, or one that breaks off", e);
        }
    }

    @Override
    public String where(PinnedFile file) {
        return root.resolve(file.cachePath()).toString();
    }
}

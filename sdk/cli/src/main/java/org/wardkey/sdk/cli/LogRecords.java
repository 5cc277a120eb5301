package org.wardkey.sdk.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The records of one log, oldest first; one line is in memory at a time. Not thread-safe. */
final class LogRecords implements Iterator<AuditRecord>, AutoCloseable {
    private final String log;
    private final Iterator<Path> segments;
    private @Nullable BufferedReader lines;
    private @Nullable String next;

    /**
     * Begins to read.
     *
     * @param folder the log's folder
     * @throws IOException if it cannot be read
     */
    LogRecords(Path folder) throws IOException {
        this.log = String.valueOf(folder.getFileName());
        this.segments = AuditHome.segments(folder).iterator();
        advance();
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    /**
     * Reads a record.
     *
     * @throws UncheckedIOException if the file cannot be read
     */
    @Override
    public AuditRecord next() {
        String line = next;
        if (line == null) {
            throw new NoSuchElementException();
        }
        try {
            advance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return AuditRecord.parse(log, new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    private void advance() throws IOException {
        next = lines == null ? null : lines.readLine();
        while (next == null && segments.hasNext()) {
            close();
            // ISO 8859-1 decodes every byte, so that an altered record is read and does not stop the rest.
            BufferedReader opened = Files.newBufferedReader(segments.next(), StandardCharsets.ISO_8859_1);
            lines = opened;
            next = opened.readLine();
        }
    }

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
            lines = null;
        }
    }
}

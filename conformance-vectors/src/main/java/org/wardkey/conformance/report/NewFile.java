package org.wardkey.conformance.report;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A text file in UTF-8 that gets its name when it is complete; before, it ends with {@code .partial}. */
final class NewFile implements Closeable {
    private final Path partial;
    private final Path target;
    private final OutputStream stream;
    private final Writer writer;

    NewFile(Path folder, String name) throws IOException {
        target = folder.resolve(name);
        partial = folder.resolve(name + ".partial");
        stream = new BufferedOutputStream(Files.newOutputStream(partial));
        writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    }

    OutputStream stream() {
        return stream;
    }

    NewFile text(String text) throws IOException {
        writer.write(text);
        return this;
    }

    /** Gives the file its name. */
    void complete() throws IOException {
        writer.close();
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        writer.close();
        Files.deleteIfExists(partial);
    }
}

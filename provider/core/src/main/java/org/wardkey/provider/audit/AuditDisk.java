package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How a log's files are opened to be written; a seam for tests that have no full disk. */
@FunctionalInterface
interface AuditDisk {
    /** The disk that there is. */
    AuditDisk REAL = (path, options) -> FileChannel.open(path, options);

    FileChannel open(Path path, Set<? extends OpenOption> options) throws IOException;

    /** Opens a file, which is made if it is missing. */
    default FileChannel openOrCreate(Path path) throws IOException {
        return open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }

    /** Writes a file anew; not durable before a sync. */
    default void write(Path path, ByteBuffer bytes) throws IOException {
        try (FileChannel channel = open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))) {
            writeFully(channel, bytes, 0);
        }
    }

    /**
     * Replaces a file: readers, and whoever comes after a crash, find the old content or the new one. Which
     * of the two is certain only after a sync of the folder.
     */
    default void replace(Path path, ByteBuffer bytes) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel channel = open(
                fresh,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))) {
            writeFully(channel, bytes, 0);
            channel.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Puts a file's content on the disk, past its cache. */
    default void sync(Path path) throws IOException {
        try (FileChannel channel = open(path, Set.of(StandardOpenOption.WRITE))) {
            channel.force(true);
        }
    }

    /** Makes the entries of a folder durable: a file that was made is only there for good after this. */
    static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Makes a folder, and those above it that are missing; all are there for good when this returns. So is a
     * folder that a process before made and did not live to sync.
     */
    static void makeFolder(Path folder) throws IOException {
        List<Path> toSync = new ArrayList<>(List.of(folderOf(folder)));
        for (Path above = folderOf(folder); !Files.isDirectory(above); above = folderOf(above)) {
            toSync.add(folderOf(above));
        }
        Files.createDirectories(folder);
        for (Path above : toSync) {
            syncFolder(above);
        }
    }

    /** The folder that a file or folder is in. */
    static Path folderOf(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("Expected a path below the root, got " + path + ".");
        }
        return folder;
    }

    /** Reads bytes at a position until the buffer or the file ends; ready to be taken from. */
    static ByteBuffer readFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        int read = 0;
        while (read >= 0 && bytes.hasRemaining()) {
            read = channel.read(bytes, position + bytes.position());
        }
        return bytes.flip();
    }

    /** Writes all bytes at a position; gives the position after them. */
    static long writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        return at;
    }
}

package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Holds a log for this process. Thread-safe. */
final class LogLock implements AutoCloseable {
    /**
     * The locks of this process. Closing any channel of a file gives up all the process's locks on it, so a
     * lock file that is held here must not even be opened: the operating system's rule makes this state of
     * the process, whatever we would like.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final Path file;
    private final FileChannel channel;
    private final FilePlace place;

    private LogLock(Path folder, Path file, FileChannel channel) throws IOException {
        this.folder = folder;
        this.file = file;
        this.channel = channel;
        this.place = FilePlace.of(file);
    }

    /** Takes a log, whose folder is made if it is missing; empty if a living process holds it. */
    static Optional<LogLock> take(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.toRealPath().resolve("lock");
        if (!HELD.add(file)) {
            return Optional.empty();
        }
        boolean taken = false;
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (holds(channel)) {
                AuditDisk.syncFolder(AuditDisk.folderOf(folder));
                LogLock lock = new LogLock(folder, file, channel);
                taken = true;
                return Optional.of(lock);
            }
            return Optional.empty();
        } finally {
            if (!taken) {
                channel.close();
                HELD.remove(file);
            }
        }
    }

    private static boolean holds(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // Another home object of this process has it.
            return false;
        }
    }

    Path folder() {
        return folder;
    }

    /** Fails if the lock's file was deleted or replaced: then another process may hold the log, too. */
    void requireInPlace() throws IOException {
        place.require();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AuditUnavailableException("The log's lock could not be given back.", e);
        } finally {
            HELD.remove(file);
        }
    }
}

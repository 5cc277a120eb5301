package org.wardkey.provider;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.administration.ProtectedJvm;

/**
 * Keeps the small file in a home that says that this JVM uses it. Nothing depends on the file, so what fails is logged
 * once. Thread-safe.
 */
final class JvmStatus {
    private static final long AGAIN_NANOS = TimeUnit.HOURS.toNanos(1);

    private final Path home;
    private final Supplier<ProtectedJvm> self;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ProtectedJvm written;
    private long writtenAt;
    private boolean failed;
    private boolean over;

    JvmStatus(Path home, Supplier<ProtectedJvm> self) {
        this.home = home;
        this.self = self;
    }

    /** Writes the file if what it says has changed, and every hour, so that it is believed where nobody sees the process. */
    void write() {
        lock.lock();
        try {
            ProtectedJvm present = self.get();
            long now = System.nanoTime();
            if (!over && (!present.equals(written) || now - writtenAt > AGAIN_NANOS)) {
                present.write(home);
                written = present;
                writtenAt = now;
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            if (!failed) {
                System.getLogger("org.wardkey.provider")
                        .log(Level.WARNING, "This JVM's status cannot be written, so doctor does not list it", e);
            }
            failed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Deletes the file for good. */
    void delete() {
        lock.lock();
        try {
            over = true;
            if (written != null) {
                written.delete(home);
            }
        } catch (IOException e) {
            // Whoever reads it sees that the process is gone.
            System.getLogger("org.wardkey.provider").log(Level.DEBUG, "This JVM's status cannot be deleted", e);
        } finally {
            lock.unlock();
        }
    }
}
